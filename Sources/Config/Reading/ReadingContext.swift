// What does everything that reads a block need at hand?

/// What one pass over the configuration shares. Used on one thread, for the length of the pass.
final class ReadingContext {
    let sink: DiagnosticSink
    let source: ConfigSource
    /// What the front door knows about certificates; asked once for each `cert` line whose files can be read.
    let certificateProblems: (CertificateConfig) -> [CertificateProblem]

    /// The type of a certificate's key, by somebody who can read it; asked for names that several certificates have.
    let keyType: (CertificateConfig) -> String?

    /// The name of the main file, for faults that stand nowhere.
    let mainFile: String

    init(
        sink: DiagnosticSink,
        source: ConfigSource,
        mainFile: String,
        certificateProblems: @escaping (CertificateConfig) -> [CertificateProblem],
        keyType: @escaping (CertificateConfig) -> String?
    ) {
        self.sink = sink
        self.source = source
        self.mainFile = mainFile
        self.certificateProblems = certificateProblems
        self.keyType = keyType
    }
}
