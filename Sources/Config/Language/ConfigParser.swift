// How do words and braces become directives and blocks?

/// Builds the tree of one file. Faults are reported and stepped over, so that one pass finds them all.
struct ConfigParser {
    /// Deeper nesting has no meaning in this language and would only cost stack.
    private static let deepest = 16

    private var lexer: ConfigLexer
    private let file: SourceFile
    private let sink: DiagnosticSink
    private var token: ConfigToken

    init(_ file: SourceFile, environment: [String: String]?, sink: DiagnosticSink) {
        self.file = file
        self.sink = sink
        lexer = ConfigLexer(file, environment: environment, sink: sink)
        token = lexer.next()
    }

    /// The whole file as one block.
    mutating func parse() -> ConfigBlock {
        var block = ConfigBlock(directives: [], open: SourcePlace(file: file.name, line: 1, column: 1))
        while token.kind != .end {
            block.directives += parseDirectives(depth: 0)
            if token.kind == .close {
                report(.strayBrace, "this brace closes nothing", hint: "Delete it, or look for a missing \"{\" above.")
                advance()
            }
        }
        return block
    }

    /// Directives up to a `}` or the end, which stays the current token.
    private mutating func parseDirectives(depth: Int) -> [ConfigDirective] {
        var directives: [ConfigDirective] = []
        while true {
            switch token.kind {
            case .newline, .semicolon, .comment: advance()
            case .close, .end: return directives
            case .open:
                report(.missingWord, "a block without a word before it", hint: "Write what it is: listen :443 { … }")
                _ = parseBlock(of: nil, depth: depth)
            case .word: directives.append(parseDirective(depth: depth))
            }
        }
    }

    private mutating func parseDirective(depth: Int) -> ConfigDirective {
        var directive = ConfigDirective(word: token.value, values: [], block: nil)
        if token.value.isQuoted {
            report(.badQuote, "a directive's word is written without quotes", hint: nil)
        }
        advance()
        while token.kind == .word {
            directive.values.append(token.value)
            advance()
        }
        if token.kind == .open {
            directive.block = parseBlock(of: directive.name, depth: depth)
        }
        return directive
    }

    /// Reads from `{` to behind `}`. The block of a word that speaks another language is kept as raw text.
    private mutating func parseBlock(of word: String?, depth: Int) -> ConfigBlock {
        let open = token.value
        var block = ConfigBlock(directives: [], open: open.place)
        if let word, DirectiveCatalogue.speaksAnotherLanguage(word) {
            block.raw = lexer.rawText()
            advance()
        } else if depth >= ConfigParser.deepest {
            sink.error(.tooDeep, at: open, "blocks are nested more than \(ConfigParser.deepest) deep")
            skipBlock()
        } else {
            advance()
            block.directives = parseDirectives(depth: depth + 1)
        }
        if token.kind == .close {
            advance()
        } else {
            sink.error(.unclosedBlock, at: open, "this block is never closed", hint: "Add a \"}\" where it ends.")
        }
        return block
    }

    /// Passes over everything up to the brace that closes the current block.
    private mutating func skipBlock() {
        var depth = 0
        advance()
        while token.kind != .end {
            if token.kind == .open { depth += 1 }
            if token.kind == .close {
                if depth == 0 { return }
                depth -= 1
            }
            advance()
        }
    }

    private mutating func advance() {
        token = lexer.next()
    }

    private func report(_ code: DiagnosticCode, _ message: String, hint: String?) {
        sink.error(code, at: token.value, message, hint: hint)
    }
}
