// How is TLS terminated?

/// The `tls` block of a listener.
public struct TLSConfig: Sendable {
    public enum Version: String, Sendable, Comparable {
        case v12 = "1.2"
        case v13 = "1.3"

        public static func < (a: Version, b: Version) -> Bool { a == .v12 && b == .v13 }
    }

    public var minVersion: Version
    public var maxVersion: Version
    /// Cipher suites by OpenSSL's or the standard's name, TLS 1.2 and 1.3 mixed; empty means the built-in choice.
    public var ciphers: [String]
    /// Key exchange groups in order of preference; empty means the built-in choice.
    public var groups: [String]
    /// Never empty; the first is the default.
    public var certificates: [CertificateConfig]

    public init(
        minVersion: Version = .v12,
        maxVersion: Version = .v13,
        ciphers: [String] = [],
        groups: [String] = [],
        certificates: [CertificateConfig] = []
    ) {
        self.minVersion = minVersion
        self.maxVersion = maxVersion
        self.ciphers = ciphers
        self.groups = groups
        self.certificates = certificates
    }
}
