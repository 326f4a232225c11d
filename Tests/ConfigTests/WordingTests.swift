// Do all findings read as they were meant to?

import Testing

@testable import Config

/// The one place that holds wordings. When one changes on purpose, the printed text replaces the golden one.
@Suite struct WordingTests {
    @Test func `every finding reads as written down`() {
        var text = ""
        for fault in Fault.all {
            let outcome = fault.outcome
            text += "== \(fault.name)\n" + DiagnosticPrinter(files: outcome.files).text(outcome.diagnostics)
        }
        let (printed, golden) = (lines(text), lines(Wordings.golden))
        for (line, pair) in zip(printed, golden).enumerated() where pair.0 != pair.1 {
            Issue.record("line \(line + 1) reads \(pair.0), and was \(pair.1)")
            return
        }
        #expect(printed.count == golden.count)
    }

    /// Ends of lines do not show in a source file, so they are not compared.
    private func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
