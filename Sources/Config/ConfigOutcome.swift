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

    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
    public var hasWarnings: Bool { diagnostics.contains { $0.severity == .warning } }
}
