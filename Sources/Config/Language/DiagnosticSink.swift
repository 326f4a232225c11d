// Where do all findings of one pass come together?

/// Gathers diagnostics, so that reading never stops at the first fault. Used by one pass on one thread.
final class DiagnosticSink {
    private(set) var diagnostics: [Diagnostic] = []
    /// A hostile or broken file may have a fault per character; beyond this many they help nobody.
    private let most = 200

    func report(_ diagnostic: Diagnostic) {
        guard diagnostics.count < most else { return }
        diagnostics.append(diagnostic)
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

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
