// Which settings of a cluster are written down?

/// The fields of a `cluster` block; nil is what the block leaves alone.
public struct ClusterFields: Sendable, Equatable {
    public var connectTimeout: Duration?
    public var pool: Int?
    public var queue: Int?
    /// `.some(nil)` is a written `auto`.
    public var httpProtocol: HTTPProtocol??
    public var tls: UpstreamTLSConfig?
    /// `.some(nil)` is a written `off`.
    public var proxyProtocol: ProxyProtocolVersion??
    public var streams: Int?
    /// `.some(nil)` is a written `off`.
    public var ping: Duration??

    public init(
        connectTimeout: Duration? = nil,
        pool: Int? = nil,
        queue: Int? = nil,
        httpProtocol: HTTPProtocol?? = nil,
        tls: UpstreamTLSConfig? = nil,
        proxyProtocol: ProxyProtocolVersion?? = nil,
        streams: Int? = nil,
        ping: Duration?? = nil
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
}
