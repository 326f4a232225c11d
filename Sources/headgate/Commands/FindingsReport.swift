// How are the findings about a configuration shown?

import Config

/// All diagnostics of a file on stderr, and a last line with the verdict.
struct FindingsReport {
    private let outcome: ConfigOutcome
    private let path: String

    init(_ outcome: ConfigOutcome, path: String) {
        self.outcome = outcome
        self.path = path
    }

    func print(withVerdict: Bool) {
        let printer = DiagnosticPrinter(files: outcome.files, style: Console.notesAreColourful ? .coloured : .plain)
        Console.note(printer.text(outcome.diagnostics))
        if withVerdict, outcome.isReadable { Console.note(verdict) }
    }

    private var verdict: String {
        let errors = outcome.diagnostics.count { $0.severity == .error }
        let warnings = outcome.diagnostics.count { $0.severity == .warning }
        if errors + warnings == 0 { return "\(path): no faults\(size)\n" }
        let counts = [Self.count(errors, "error"), Self.count(warnings, "warning")].compactMap(\.self)
        return "\(path): \(counts.joined(separator: ", "))\n"
    }

    private var size: String {
        guard let config = outcome.config else { return "" }
        let parts = [Self.count(config.listeners.count, "listener"), Self.count(config.routes.count, "route")]
        return " (" + parts.compactMap(\.self).joined(separator: ", ") + ")"
    }

    private static func count(_ number: Int, _ noun: String) -> String? {
        number == 0 ? nil : "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
