// Where does one piece of the text end and the next begin?

import Bytes

/// Cuts a file into words, braces, line ends and comments.
///
/// The rules, of which the grammar only shows the outcome:
/// - `#` begins a comment only where a word could begin, so that `/#/dns` and `http://x/#top` stay whole.
/// - `{` opens a block where a word could begin, and also behind a word (`tls{`), unless a `}` follows it within a name
///   of letters, digits, `-` and `_`: then it is a capture (`/svc/{team}`) and belongs to the word.
/// - `}` and `;` end a word.
/// - A quoted value ends on its own line; it knows `\"`, `\\`, `\n`, `\t` and `\$`.
/// - `${NAME}` and `${NAME:default}` are replaced inside words and quotes. What they bring in is text, never syntax.
///
/// Every input yields tokens: faults are reported and stepped over.
struct ConfigLexer {
    private let bytes: [UInt8]
    private let file: String
    private let environment: [String: String]?
    private let sink: DiagnosticSink
    private(set) var offset = 0
    private var line = 1
    private var column = 1
    /// Whether the word at hand has been reported.
    private var isFaulty = false

    /// `environment` nil leaves variables as they stand, which is what the formatter wants.
    init(_ text: SourceFile, environment: [String: String]?, sink: DiagnosticSink) {
        bytes = Array(text.text.utf8)
        file = text.name
        self.environment = environment
        self.sink = sink
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }  // A byte order mark is no part of the text.
    }

    /// The next token; after the last one it is `.end` for ever.
    mutating func next(comments: Bool = false) -> ConfigToken {
        while true {
            skipBlanks()
            isFaulty = false
            guard let byte = peek() else { return token(.end, from: offset, at: place) }
            switch byte {
            case UInt8(ascii: "\n"): return single(.newline)
            case UInt8(ascii: ";"): return single(.semicolon)
            case UInt8(ascii: "{"): return single(.open)
            case UInt8(ascii: "}"): return single(.close)
            case UInt8(ascii: "#"):
                let comment = readComment()
                if comments { return comment }
            case UInt8(ascii: "\""): return readQuoted()
            default: return readWord()
            }
        }
    }

    /// The untouched text up to the `}` that ends a block of another language; the next token is that brace, or the end
    /// of the file. Call it when the block's `{` was the last token. A `}` inside a comment of that language does not
    /// count; there, `#` begins a comment unless it follows a `/` or a character of a label.
    mutating func rawText() -> ConfigBlock.RawText {
        let start = offset
        let begin = place
        var previous = UInt8(ascii: " ")
        while let byte = peek(), byte != UInt8(ascii: "}") {
            if byte == UInt8(ascii: "#"), !ConfigLexer.isLabel(previous), previous != UInt8(ascii: "/") {
                while let inside = peek(), inside != UInt8(ascii: "\n") { step(inside) }
                previous = UInt8(ascii: "\n")
            } else {
                previous = byte
                step(byte)
            }
        }
        return ConfigBlock.RawText(text: String(decoding: bytes[start..<offset], as: UTF8.self), place: begin)
    }

    /// The place of the next byte.
    var place: SourcePlace { SourcePlace(file: file, line: line, column: column) }

    // MARK: Words

    private mutating func readWord() -> ConfigToken {
        let start = offset
        let begin = place
        var text: [UInt8] = []
        while let byte = peek(), !ConfigLexer.endsWord(byte) {
            if byte == UInt8(ascii: "$"), peek(1) == UInt8(ascii: "{") {
                readVariable(into: &text)
            } else if byte == UInt8(ascii: "{") {
                guard let length = captureLength() else { break }
                for _ in 0..<length { take(into: &text) }
            } else {
                if byte == UInt8(ascii: "\"") { reportInnerQuote() }
                take(into: &text)
            }
        }
        return wordToken(text, from: start, at: begin, quoted: false)
    }

    /// The length of `{name}` at the current byte, or nil when this brace opens a block.
    private func captureLength() -> Int? {
        var index = offset + 1
        while index < bytes.count, ConfigLexer.isName(bytes[index]) {
            index += 1
        }
        guard index > offset + 1, index < bytes.count, bytes[index] == UInt8(ascii: "}") else { return nil }
        return index + 1 - offset
    }

    private mutating func reportInnerQuote() {
        report(
            Diagnostic(
                .error,
                .badQuote,
                at: place,
                "a quote inside a word",
                hint: "Put the whole value in quotes, and \\\" for a quote in it."
            )
        )
    }

    // MARK: Quotes

    private mutating func readQuoted() -> ConfigToken {
        let start = offset
        let begin = place
        var text: [UInt8] = []
        step(UInt8(ascii: "\""))
        while true {
            guard let byte = peek(), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") else {
                reportUnterminated(begin)
                break
            }
            if byte == UInt8(ascii: "\"") {
                step(byte)
                checkAfterQuote()
                break
            }
            if byte == UInt8(ascii: "\\") {
                readEscape(into: &text)
            } else if byte == UInt8(ascii: "$"), peek(1) == UInt8(ascii: "{") {
                readVariable(into: &text)
            } else {
                if byte < 0x20, byte != 0x09 { reportControl(byte) }
                take(into: &text)
            }
        }
        return wordToken(text, from: start, at: begin, quoted: true)
    }

    private mutating func readEscape(into text: inout [UInt8]) {
        let begin = place
        step(UInt8(ascii: "\\"))
        guard let byte = peek(), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") else { return }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"): text.append(byte)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        default:
            report(
                Diagnostic(
                    .error,
                    .badQuote,
                    at: begin,
                    length: 2,
                    "unknown escape in a quoted value",
                    hint: "Known are \\\" \\\\ \\n \\t \\$."
                )
            )
        }
        step(byte)
    }

    private mutating func reportUnterminated(_ begin: SourcePlace) {
        report(
            Diagnostic(
                .error,
                .unterminatedQuote,
                at: begin,
                length: max(1, column - begin.column),
                "this quoted value does not end on its line",
                hint: "Close it with \"; write \\n for a line break in it."
            )
        )
    }

    private mutating func checkAfterQuote() {
        guard let byte = peek(), !ConfigLexer.endsWord(byte), byte != UInt8(ascii: "{") else { return }
        report(
            Diagnostic(
                .error,
                .badQuote,
                at: place,
                "text right behind a closing quote",
                hint: "Put a space between them."
            )
        )
    }

    // MARK: Variables

    /// Reads `${NAME}` or `${NAME:default}`; the current byte is its `$`.
    private mutating func readVariable(into text: inout [UInt8]) {
        let start = offset
        let begin = place
        while let byte = peek(), byte != UInt8(ascii: "}"), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
            step(byte)
        }
        let inside = String(decoding: bytes[(start + 2)..<max(start + 2, offset)], as: UTF8.self)
        guard peek() == UInt8(ascii: "}") else {
            report(
                Diagnostic(
                    .error,
                    .unterminatedVariable,
                    at: begin,
                    length: column - begin.column,
                    "this variable has no closing brace",
                    hint: "Write ${NAME} or ${NAME:default}."
                )
            )
            return
        }
        step(UInt8(ascii: "}"))
        text.append(contentsOf: expansion(of: inside, raw: bytes[start..<offset], at: begin))
    }

    private mutating func expansion(of inside: String, raw: ArraySlice<UInt8>, at begin: SourcePlace) -> [UInt8] {
        guard let environment else { return Array(raw) }
        let parts = inside.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        if let value = environment[name] { return Array(value.utf8) }
        if parts.count == 2 { return Array(parts[1].utf8) }
        report(
            Diagnostic(
                .error,
                .unsetVariable,
                at: begin,
                length: column - begin.column,
                "the environment has no variable \"\(name)\"",
                hint: "Set it, or give a default: ${\(name):value}."
            )
        )
        return []
    }

    private mutating func report(_ diagnostic: Diagnostic) {
        isFaulty = true
        sink.report(diagnostic)
    }

    // MARK: The bytes

    private mutating func skipBlanks() {
        while let byte = peek(), byte != UInt8(ascii: "\n"), byte <= 0x20 || byte == 0x7F {
            if byte != 0x20, byte != 0x09, byte != 0x0D { reportControl(byte) }
            step(byte)
        }
    }

    private mutating func reportControl(_ byte: UInt8) {
        report(
            Diagnostic(
                .error,
                .badCharacter,
                at: place,
                "a control character (code \(byte))",
                hint: "Delete it; only spaces, tabs and line ends separate words."
            )
        )
    }

    private mutating func readComment() -> ConfigToken {
        let start = offset
        let begin = place
        while let byte = peek(), byte != UInt8(ascii: "\n") { step(byte) }
        return token(.comment, from: start, at: begin)
    }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        offset + ahead < bytes.count ? bytes[offset + ahead] : nil
    }

    private mutating func take(into text: inout [UInt8]) {
        guard let byte = peek() else { return }
        text.append(byte)
        step(byte)
    }

    /// Moves past `byte`. Continuation bytes of UTF-8 take no column, so columns count characters.
    private mutating func step(_ byte: UInt8) {
        offset += 1
        if byte == UInt8(ascii: "\n") {
            line += 1
            column = 1
        } else if byte & 0xC0 != 0x80 {
            column += 1
        }
    }

    private mutating func single(_ kind: ConfigToken.Kind) -> ConfigToken {
        let start = offset
        let begin = place
        step(bytes[offset])
        return token(kind, from: start, at: begin)
    }

    private func token(_ kind: ConfigToken.Kind, from start: Int, at begin: SourcePlace) -> ConfigToken {
        let raw = String(decoding: bytes[start..<offset], as: UTF8.self)
        let value = ConfigValue(text: raw, raw: raw, isQuoted: false, place: begin)
        return ConfigToken(kind: kind, value: value, offset: start)
    }

    private func wordToken(_ text: [UInt8], from start: Int, at begin: SourcePlace, quoted: Bool) -> ConfigToken {
        let value = ConfigValue(
            text: String(decoding: text, as: UTF8.self),
            raw: String(decoding: bytes[start..<offset], as: UTF8.self),
            isQuoted: quoted,
            place: begin,
            isFaulty: isFaulty
        )
        return ConfigToken(kind: .word, value: value, offset: start)
    }

    /// White space, `}` and `;` end a word. An opening brace is judged where it stands.
    private static func endsWord(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "}") || byte == UInt8(ascii: ";")
    }

    /// The characters of a capture's name.
    private static func isName(_ byte: UInt8) -> Bool {
        ASCII.isDigit(byte) || ASCII.isAlpha(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    /// The characters of a dtab label.
    static func isLabel(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "#"), UInt8(ascii: "$"),
            UInt8(ascii: "%"), UInt8(ascii: "-"):
            true
        default: ASCII.isDigit(byte) || ASCII.isAlpha(byte)
        }
    }
}
