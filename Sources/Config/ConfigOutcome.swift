// What came of reading a configuration?

/// The result of `ConfigFile.load`.
public struct ConfigOutcome: Sendable {
    /// The configuration; nil when there is an error among the diagnostics.
    public var config: GatewayConfig?
    /// Everything that was found, in the order of files and lines.
    public var diagnostics: [Diagnostic]
    /// Every file that was read, also when it was not understood; `DiagnosticPrinter` quotes from them.
    public var files: [SourceFile]
    /// False when the main file itself could not be read (exit code 2 of `check`).
    public var isReadable: Bool

    public init(config: GatewayConfig?, diagnostics: [Diagnostic], files: [SourceFile], isReadable: Bool) {
        self.config = config
        self.diagnostics = diagnostics
        self.files = files
        self.isReadable = isReadable
    }

    /// The outcome with findings of somebody who knows more; an error among them leaves no configuration.
    public func adding(_ more: [Diagnostic]) -> ConfigOutcome {
        var outcome = self
        outcome.diagnostics = ConfigOutcome.sorted(diagnostics + more, files)
        if outcome.hasErrors { outcome.config = nil }
        return outcome
    }

    /// In the order of the files, and in each of its lines.
    static func sorted(_ diagnostics: [Diagnostic], _ files: [SourceFile]) -> [Diagnostic] {
        let order = Dictionary(files.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        return diagnostics.sorted { a, b in
            let (left, right) = (order[a.file] ?? .max, order[b.file] ?? .max)
            return (left, a.line, a.column) < (right, b.line, b.column)
        }
    }

    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
    public var hasWarnings: Bool { diagnostics.contains { $0.severity == .warning } }
}
