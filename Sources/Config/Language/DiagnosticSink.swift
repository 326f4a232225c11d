// Where do all findings of one pass come together?

/// Gathers diagnostics, so that reading never stops at the first fault. Used by one pass on one thread.
final class DiagnosticSink {
    private(set) var diagnostics: [Diagnostic] = []
    /// A hostile or broken file may have a fault per character; beyond this many they help nobody.
    private let most = 100
    private var errors = 0
    private var warnings = 0

    /// Errors and warnings are bounded apart, so that a flood of warnings hides no error.
    func report(_ diagnostic: Diagnostic) {
        let isError = diagnostic.severity == .error
        if isError { errors += 1 } else { warnings += 1 }
        if (isError ? errors : warnings) <= most { diagnostics.append(diagnostic) }
    }

    /// Reports a fault of `value`, unless the lexer has already reported it.
    func error(
        _ code: DiagnosticCode,
        at value: ConfigValue,
        _ message: String,
        hint: String? = nil
    ) {
        if value.isFaulty { return }
        report(Diagnostic(.error, code, at: value.place, length: value.length, message, hint: hint))
    }

    func warning(
        _ code: DiagnosticCode,
        at value: ConfigValue,
        _ message: String,
        hint: String? = nil
    ) {
        if value.isFaulty { return }
        report(Diagnostic(.warning, code, at: value.place, length: value.length, message, hint: hint))
    }

    var hasErrors: Bool { errors > 0 }
}
