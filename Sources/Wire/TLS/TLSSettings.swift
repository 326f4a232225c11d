// How may a listener's TLS be spoken?

/// Versions, ciphers, groups and protocols of a listener. A plain value; names are checked by `TLSContext`.
public struct TLSSettings: Sendable {
    public var minimumVersion: TLSVersion = .tls12
    public var maximumVersion: TLSVersion = .tls13
    /// For TLS 1.2, in OpenSSL's language. Only ECDHE with AEAD is accepted.
    public var cipherList = "ECDHE+AESGCM:ECDHE+CHACHA20"
    /// For TLS 1.3, names separated by colons, best first. AES-128 is first because it is the cheapest.
    public var cipherSuites = "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384"
    /// Key exchange groups, best first: `X25519`, `P-256`, `P-384`, `P-521`, `X448`.
    public var groups = ["X25519", "P-256", "P-384"]
    /// What ALPN may choose, best first. Empty: ALPN is not answered.
    public var protocols: [ApplicationProtocol] = [.http11]
    /// Whose certificates clients may show; nil asks for none.
    public var clientAuthority: TLSClientAuthority?
    /// Files of exactly 80 bytes, each one ticket key: 16 of its name, 32 of the HMAC key, 32 of the AES key. The first
    /// seals, all open. Empty: keys are drawn and changed in memory (`TicketKeys`).
    public var ticketKeyPaths: [String] = []

    public init() {}
}
