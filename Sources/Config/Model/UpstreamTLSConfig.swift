// How is a server of ours verified?

/// The `tls` block of a `cluster` or an exporter.
public struct UpstreamTLSConfig: Sendable, Hashable {
    /// PEM file with the authorities to trust; nil means the system's.
    public var caPath: String?
    /// The name to verify and to send as SNI; nil means the address's own.
    public var serverName: String?
    /// Whether the certificate must be valid for the name.
    public var verify: Bool
    /// The certificate that we show when a server asks for one; nil for none.
    public var certificate: KeyPairConfig?

    public init(
        caPath: String? = nil,
        serverName: String? = nil,
        verify: Bool = true,
        certificate: KeyPairConfig? = nil
    ) {
        self.caPath = caPath
        self.serverName = serverName
        self.verify = verify
        self.certificate = certificate
    }
}
