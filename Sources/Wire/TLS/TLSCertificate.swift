// Which certificate is shown for which names?

/// One `cert` line of a listener: the names it is for, and its files. Two with the same names and keys of different
/// kinds, such as RSA and ECDSA, stand side by side: each client gets the one that it can check.
public struct TLSCertificate: Sendable, Hashable {
    /// Exact names, wildcards such as `*.example.com` (one label), or `*` for the default.
    public var names: [String]
    /// PEM: the leaf first, then its chain.
    public var certificatePath: String
    /// PEM, without a passphrase.
    public var keyPath: String
    /// DER: an OCSP response for the leaf (RFC 6960), stapled while it is fresh; nil staples nothing.
    public var ocspPath: String?

    public init(names: [String], certificatePath: String, keyPath: String, ocspPath: String? = nil) {
        self.names = names
        self.certificatePath = certificatePath
        self.keyPath = keyPath
        self.ocspPath = ocspPath
    }
}
