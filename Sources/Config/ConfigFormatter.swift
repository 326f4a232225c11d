// How should a configuration file be laid out?

/// Lays out a file: four spaces a level, one directive a line, one space between words, no `;`. Comments stay, and one
/// blank line where there were some.
///
/// Laws: a formatted file means what it meant before, and formatting it again changes nothing.
public struct ConfigFormatter {
    /// The formatted text; nil, with the reasons, when the file's shape is broken. What the directives mean does not
    /// matter here, and variables and includes stay as they are written.
    public static func format(_ file: SourceFile) -> (text: String?, diagnostics: [Diagnostic]) {
        let sink = DiagnosticSink()
        if let fault = file.unfitness { return (nil, [fault]) }
        var parser = ConfigParser(file, environment: nil, sink: sink)
        _ = parser.parse()
        guard !sink.hasErrors else { return (nil, sink.diagnostics) }
        var formatter = ConfigFormatter(lexer: ConfigLexer(file, environment: nil, sink: sink))
        formatter.run()
        return (formatter.page.text, [])
    }

    private var lexer: ConfigLexer
    private var page = FormattedPage()
    private var words: [ConfigValue] = []

    private init(lexer: ConfigLexer) {
        self.lexer = lexer
    }

    private mutating func run() {
        while true {
            let token = lexer.next(comments: true)
            switch token.kind {
            case .word: words.append(token.value)
            case .comment: comment(token.value.text)
            case .newline:
                endDirective()
                page.noteLineEnd()
            case .semicolon: endDirective()
            case .open: openBlock()
            case .close:
                endDirective()
                page.closeBlock()
            case .end:
                endDirective()
                return
            }
        }
    }

    private var line: String { words.map(\.raw).joined(separator: " ") }

    private mutating func endDirective() {
        if !words.isEmpty { page.add(line) }
        words = []
    }

    private mutating func openBlock() {
        let isDtab = words.first.map { DirectiveCatalogue.speaksAnotherLanguage($0.text) } ?? false
        page.openBlock(line)
        words = []
        if isDtab { page.add(dtab: lexer.rawText().text) }
    }

    private mutating func comment(_ text: String) {
        endDirective()
        page.addComment(text)
    }
}
