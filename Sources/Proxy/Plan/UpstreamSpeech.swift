// Which HTTP is spoken to an upstream?

enum UpstreamSpeech: Sendable {
    case http1
    case http2
    /// The upstream chooses while TLS is negotiated (ALPN).
    case negotiated
}
