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
    /// nil when clients are not asked for certificates.
    public var clientCA: ClientCAConfig?
    /// Whether servers get the client's certificate in `X-Forwarded-Client-Cert`.
    public var forwardClientCert: Bool
    /// Files of 80 bytes each (16 name, 32 HMAC key, 32 AES key): the first seals session tickets, all open them.
    /// Empty means that the gateway makes keys of its own.
    public var ticketKeyPaths: [String]

    public init(
        minVersion: Version = .v12,
        maxVersion: Version = .v13,
        ciphers: [String] = [],
        groups: [String] = [],
        certificates: [CertificateConfig] = [],
        clientCA: ClientCAConfig? = nil,
        forwardClientCert: Bool = false,
        ticketKeyPaths: [String] = []
    ) {
        self.minVersion = minVersion
        self.maxVersion = maxVersion
        self.ciphers = ciphers
        self.groups = groups
        self.certificates = certificates
        self.clientCA = clientCA
        self.forwardClientCert = forwardClientCert
        self.ticketKeyPaths = ticketKeyPaths
    }
}
