// Which certificate is shown for which names?

/// One `cert` line of a listener: the names it is for, and its files.
public struct TLSCertificate: Sendable, Hashable {
    /// Exact names, wildcards such as `*.example.com` (one label), or `*` for the default.
    public var names: [String]
    /// PEM: the leaf first, then its chain.
    public var certificatePath: String
    /// PEM, without a passphrase.
    public var keyPath: String

    public init(names: [String], certificatePath: String, keyPath: String) {
        self.names = names
        self.certificatePath = certificatePath
        self.keyPath = keyPath
    }
}
