// Which HTTP is spoken?

/// A protocol of a listener or of a cluster.
public enum HTTPProtocol: String, Sendable, Hashable, CaseIterable {
    case http11 = "http/1.1"
    /// HTTP/2, agreed on in the TLS handshake; towards a server without TLS, by prior knowledge.
    case h2
    /// HTTP/2 without TLS by prior knowledge (RFC 9113, 3.3); a word of listeners only.
    case h2c
}
