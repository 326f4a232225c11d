// Which clients show a certificate, and whom do we believe about it?

/// What a listener asks of its clients' certificates.
public struct TLSClientAuthority: Sendable, Hashable {
    /// PEM: the authorities that sign clients' certificates. Whatever stands in it is believed, roots and others.
    public var path: String
    /// Whether a client without a certificate is refused in the handshake; otherwise it is served as nobody. A
    /// certificate that does not hold is refused either way.
    public var isRequired: Bool

    public init(path: String, isRequired: Bool = true) {
        self.path = path
        self.isRequired = isRequired
    }
}
