// Where do words end, and does every input come to an end?

import Testing

@testable import Config

@Suite struct LexerTests {
    /// The tokens of a text as short words: `w:`, `{`, `}`, `;`, `nl`, and comments when asked for.
    private func tokens(_ text: String, comments: Bool = false, environment: [String: String]? = [:]) -> [String] {
        var lexer = ConfigLexer(SourceFile(name: "x", text: text), environment: environment, sink: DiagnosticSink())
        var result: [String] = []
        while true {
            let token = lexer.next(comments: comments)
            switch token.kind {
            case .word: result.append("w:" + token.value.text)
            case .newline: result.append("nl")
            case .end: return result
            default: result.append(token.value.raw)
            }
        }
    }

    @Test(arguments: [
        ("a b", ["w:a", "w:b"]),
        ("a\tb\r\nc", ["w:a", "w:b", "nl", "w:c"]),
        ("a;b", ["w:a", ";", "w:b"]),
        ("a{b}", ["w:a{b}"]),
        ("a{ b }", ["w:a", "{", "w:b", "}"]),
        ("tls{\n}", ["w:tls", "{", "nl", "}"]),
        ("{a}", ["{", "w:a", "}"]),
        ("/svc/{team}/x", ["w:/svc/{team}/x"]),
        ("10%}", ["w:10%", "}"]),
        ("a # b", ["w:a"]),
        ("/#/dns a#b", ["w:/#/dns", "w:a#b"]),
        ("#a", []),
        ("\"a b\" c", ["w:a b", "w:c"]),
        ("\"\"", ["w:"]),
        ("\"a\\\"b\\\\c\\n\\t\\$\"", ["w:a\"b\\c\n\t$"]),
        ("\"#{;}\"", ["w:#{;}"]),
        ("/$/inet", ["w:/$/inet"]),
        ("\u{FEFF}a", ["w:a"]),
        ("é ü", ["w:é", "w:ü"]),
        ("", []),
    ])
    func `words end where the grammar says`(text: String, expected: [String]) {
        #expect(tokens(text) == expected)
    }

    @Test(arguments: [
        ("${A}", "w:one two"), ("x${A}y", "w:xone twoy"), ("${B:b}", "w:b"), ("${B:}", "w:"), ("\"${A}\"", "w:one two"),
        ("${A:default}", "w:one two"), ("${B:http://x}", "w:http://x"), ("\"\\${A}\"", "w:${A}"),
        ("${C}", "w:a # { } ; \""),
    ])
    func `a variable becomes text and never syntax`(text: String, expected: String) {
        #expect(tokens(text, environment: ["A": "one two", "C": "a # { } ; \""]) == [expected])
    }

    @Test func `comments are kept for whoever asks`() {
        #expect(tokens("a # b\n#c", comments: true) == ["w:a", "# b", "nl", "#c"])
    }

    @Test func `places count lines and characters from one`() {
        var lexer = ConfigLexer(SourceFile(name: "f", text: "é a\n  \"b\" c"), environment: [:], sink: DiagnosticSink())
        var places: [String] = []
        var token = lexer.next()
        while token.kind != .end {
            if token.kind == .word { places.append(token.place.description) }
            token = lexer.next()
        }
        #expect(places == ["f:1:1", "f:1:3", "f:2:3", "f:2:7"])
    }

    @Test func `a raw block ends at its brace, and not at one in a comment`() {
        var lexer = ConfigLexer(
            SourceFile(name: "f", text: "{ /a => /#/b # }\n } x"),
            environment: [:],
            sink: DiagnosticSink()
        )
        #expect(lexer.next().kind == .open)
        let raw = lexer.rawText()
        #expect(raw.text == " /a => /#/b # }\n ")
        #expect(raw.place.column == 2)
        #expect(lexer.next().kind == .close)
        #expect(lexer.next().value.text == "x")
    }

    /// What the language is made of, so that chance meets its corners.
    private static let pieces: [String] = [
        "listen", ":80", "{", "}", ";", "\n", "\r\n", " ", "\t", "#", "\"", "\\", "$", "${", "${A}", "${A:", "}",
        "dtab",
        "route", "/*", "to", "127.0.0.1:1", "sample", "1%", "include", "a.conf", "é", "\u{0}", "\u{1B}", "/svc", "=>",
        "|",
        "trace", "tls", "cert", "limits", "9", "999999999999999999999", ".", "/#/x", "(", "host", "match", "redirect",
        "https",
    ]

    @Test(arguments: 0..<40)
    func `no text traps, loops or leaves an error without its finding`(seed: UInt64) {
        var random = SplitMix(state: seed)
        for _ in 0..<50 {
            let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                LexerTests.pieces.randomElement(using: &random)! + (Bool.random(using: &random) ? " " : "")
            }.joined()
            let outcome = load(text, files: ["a.conf": text], environment: ["A": "x"])
            #expect((outcome.config == nil) == outcome.hasErrors)
            _ = DiagnosticPrinter(files: outcome.files).text(outcome.diagnostics)
            _ = DiagnosticPrinter.json(outcome.diagnostics)
            checkFormat(text)
        }
    }

    @Test(arguments: 0..<20)
    func `no bytes trap`(seed: UInt64) {
        var random = SplitMix(state: seed)
        for _ in 0..<50 {
            let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            var source = ConfigSource.nothing
            source.readFile = { _ in .success(bytes) }
            let outcome = ConfigFile.load(path: "x", source: source)
            #expect(outcome.hasErrors || outcome.config != nil)
        }
    }

    /// The laws of the formatter, wherever it has a result.
    private func checkFormat(_ text: String) {
        guard let formatted = ConfigFormatter.format(SourceFile(name: "x", text: text)).text else { return }
        #expect(
            ConfigFormatter.format(SourceFile(name: "x", text: formatted)).text == formatted,
            "\(text.debugDescription)"
        )
        #expect(Shape.of(formatted) == Shape.of(text), "\(text.debugDescription)")
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): a small generator whose sequences can be had again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
