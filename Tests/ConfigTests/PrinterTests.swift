// Does a finding look as it should, to people and to programs?

import Testing

@testable import Config

@Suite struct PrinterTests {
    private let file = SourceFile(name: "a.conf", text: "one\n\troute /x\t0.1 \u{1B}[31m\r\n")

    private func diagnostic(_ column: Int, length: Int = 1) -> Diagnostic {
        Diagnostic(
            .warning,
            .badRate,
            at: SourcePlace(file: "a.conf", line: 2, column: column),
            length: length,
            "odd \"x\"",
            hint: "Hm."
        )
    }

    @Test func `the caret stands below the fault, behind tabs as well`() {
        let text = DiagnosticPrinter(files: [file]).text(diagnostic(11, length: 3))
        #expect(
            text == "a.conf:2:11: warning: odd \"x\"\n    route /x\t0.1 \u{FFFD}[31m\n            \t^^^\n  hint: Hm.\n"
        )
    }

    @Test func `a place outside of the file is shown without a line`() {
        var outside = diagnostic(1)
        outside.place = SourcePlace(file: "a.conf", line: 9, column: 1)
        #expect(DiagnosticPrinter(files: [file]).text(outside) == "a.conf:9:1: warning: odd \"x\"\n  hint: Hm.\n")
    }

    @Test func `of a very long line the part around the fault is shown`() {
        let long = SourceFile(name: "a.conf", text: "\n" + String(repeating: "x", count: 100_000) + "!\n")
        let text = DiagnosticPrinter(files: [long]).text(diagnostic(100_001))
        #expect(text.utf8.count < 600)
        let lines = text.split(separator: "\n")
        #expect(lines[1].utf8.count == lines[2].utf8.count)
    }

    @Test func `colours can be taken off again`() {
        let plain = DiagnosticPrinter(files: [file]).text(diagnostic(11))
        let coloured = DiagnosticPrinter(files: [file], style: .coloured).text(diagnostic(11))
        var stripped = ""
        var isInside = false
        for character in coloured {
            if character == "\u{1B}" { isInside = true }
            if !isInside { stripped.append(character) }
            if character == "m" { isInside = false }
        }
        #expect(coloured != plain)
        #expect(stripped == plain)
    }

    @Test func `as JSON it has every part`() {
        #expect(DiagnosticPrinter.json([]) == "[]\n")
        #expect(
            DiagnosticPrinter.json([diagnostic(11)]) == """
                [
                  {"severity": "warning", "code": "bad-rate", "file": "a.conf", "line": 2, "column": 11, "length": 1, \
                "message": "odd \\"x\\"", "hint": "Hm."}
                ]

                """
        )
    }
}
