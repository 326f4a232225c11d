// Which settings of a cluster are written down?

/// The fields of a `cluster` block; nil is what the block leaves alone.
public struct ClusterFields: Sendable, Equatable {
    public var connectTimeout: Duration?
    public var pool: Int?
    public var queue: Int?
    /// `.some(nil)` is a written `auto`.
    public var httpProtocol: HTTPProtocol??
    public var tls: UpstreamTLSConfig?

    public init(
        connectTimeout: Duration? = nil,
        pool: Int? = nil,
        queue: Int? = nil,
        httpProtocol: HTTPProtocol?? = nil,
        tls: UpstreamTLSConfig? = nil
    ) {
        self.connectTimeout = connectTimeout
        self.pool = pool
        self.queue = queue
        self.httpProtocol = httpProtocol
        self.tls = tls
    }
}
