// Which certificate do we show to our servers?

/// The `cert` line of a cluster's `tls` block: a certificate with its chain and its key, both PEM files, resolved
/// against the configuration file's directory.
public struct KeyPairConfig: Sendable, Hashable {
    public var certPath: String
    public var keyPath: String

    public init(certPath: String, keyPath: String) {
        self.certPath = certPath
        self.keyPath = keyPath
    }
}
