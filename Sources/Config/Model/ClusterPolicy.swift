// How do we talk to what a name is bound to?

/// The effective policy of a bound name or an address.
public struct ClusterPolicy: Sendable, Equatable {
    /// For the TCP connection, and again for the TLS handshake on it.
    public var connectTimeout: Duration
    /// Idle connections kept, per worker.
    public var pool: Int
    /// Requests that may wait for a connection, per worker.
    public var queue: Int
    /// `.http11` or `.h2`, or nil for `auto`. Without TLS `.h2` is spoken by prior knowledge.
    public var httpProtocol: HTTPProtocol?
    /// nil for plain text (unless the address says `https://`).
    public var tls: UpstreamTLSConfig?
    /// The PROXY header that begins every connection; nil for none.
    public var proxyProtocol: ProxyProtocolVersion?
    /// The most concurrent streams that we open on one HTTP/2 connection; the server may allow fewer.
    public var streams: Int
    /// How long an HTTP/2 connection may be silent before it is asked for a sign of life, and how long the answer may
    /// take; nil for never.
    public var ping: Duration?

    public init(
        connectTimeout: Duration = .seconds(1),
        pool: Int = 256,
        queue: Int = 1024,
        httpProtocol: HTTPProtocol? = nil,
        tls: UpstreamTLSConfig? = nil,
        proxyProtocol: ProxyProtocolVersion? = nil,
        streams: Int = 100,
        ping: Duration? = .seconds(30)
    ) {
        self.connectTimeout = connectTimeout
        self.pool = pool
        self.queue = queue
        self.httpProtocol = httpProtocol
        self.tls = tls
        self.proxyProtocol = proxyProtocol
        self.streams = streams
        self.ping = ping
    }

    /// Takes over what `later` has written.
    public mutating func adopt(_ later: ClusterFields) {
        connectTimeout = later.connectTimeout ?? connectTimeout
        pool = later.pool ?? pool
        queue = later.queue ?? queue
        if let choice = later.httpProtocol { httpProtocol = choice }
        tls = later.tls ?? tls
        if let choice = later.proxyProtocol { proxyProtocol = choice }
        streams = later.streams ?? streams
        if let choice = later.ping { ping = choice }
    }
}
