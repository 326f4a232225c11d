// What is wrong with a certificate or its key?

/// One finding about the files of a `cert` line, by somebody who can read them.
public struct CertificateProblem: Sendable, Equatable {
    public enum Subject: Sendable { case certificate, key, staple }

    public var severity: Diagnostic.Severity
    public var subject: Subject
    /// A phrase such as `the certificate expired on 2025-01-31`.
    public var message: String
    public var hint: String?

    public init(
        _ severity: Diagnostic.Severity = .error,
        _ subject: Subject = .certificate,
        _ message: String,
        hint: String? = nil
    ) {
        self.severity = severity
        self.subject = subject
        self.message = message
        self.hint = hint
    }
}
