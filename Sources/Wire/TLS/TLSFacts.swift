// What did both ends agree on?

/// The outcome of a handshake, as a plain value.
public struct TLSFacts: Sendable, Equatable {
    public let version: TLSVersion
    /// The registered number of the cipher suite, such as 0x1301; its name is `Conduit.tlsCipherName`.
    public let cipher: UInt16
    /// What ALPN chose; nil when one side did not offer it.
    public let applicationProtocol: ApplicationProtocol?
    /// On the server: the number of the certificate shown. 0 on the client.
    public let certificateIndex: Int
    /// Whether the session continued an earlier one by its ticket.
    public let isResumed: Bool
}
