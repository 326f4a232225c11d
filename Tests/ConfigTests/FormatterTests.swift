// Is a formatted file tidy, and does it still say the same?

import Testing

@testable import Config

@Suite struct FormatterTests {
    private func format(_ text: String) -> String? { ConfigFormatter.format(SourceFile(name: "x", text: text)).text }

    @Test(arguments: [
        ("", ""),
        ("\n\n", ""),
        ("workers   2", "workers 2\n"),
        ("a;b ;; c", "a\nb\nc\n"),
        ("listen :80  { redirect https }", "listen :80 {\n    redirect https\n}\n"),
        ("tls{\n}", "tls {\n}\n"),
        ("# top\n\n\n\na # behind\r\n\n# own\nb", "# top\n\na  # behind\n\n# own\nb\n"),
        ("a { # why\n\n b\n\n\n c\n\n}\n# end", "a {  # why\n    b\n\n    c\n}\n# end\n"),
        ("respond 404 \"a  b # {\"", "respond 404 \"a  b # {\"\n"),
        ("sample ${RATE:1%}", "sample ${RATE:1%}\n"),
        ("a { b { c } } d", "a {\n    b {\n        c\n    }\n}\nd\n"),
        (
            "dtab { /a => /b; /c=>/d # why\n\n # own\n /e =>\n   | /f\n }",
            "dtab {\n    /a => /b\n    /c=>/d  # why\n\n    # own\n    /e =>\n        | /f\n}\n"
        ),
        ("dtab { /svc => /#/dns }", "dtab {\n    /svc => /#/dns\n}\n"),
    ])
    func `a file is laid out one directive a line`(text: String, expected: String) {
        #expect(format(text) == expected)
        #expect(format(expected) == expected)
        #expect(Shape.of(expected) == Shape.of(text))
    }

    @Test(arguments: ["a {", "}", "\"a", "{ b }"])
    func `a file whose shape is broken is left alone`(text: String) {
        let (formatted, diagnostics) = ConfigFormatter.format(SourceFile(name: "x", text: text))
        #expect(formatted == nil)
        #expect(!diagnostics.isEmpty)
    }

    @Test(arguments: [Example.specification, Example.smallest, Example.benchmark])
    func `formatting changes nothing of what an example says`(text: String) throws {
        let formatted = try #require(format(text))
        #expect(format(formatted) == formatted)
        #expect(Shape.of(formatted) == Shape.of(text))
    }
}
