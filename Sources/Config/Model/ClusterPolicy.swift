// How do we talk to what a name is bound to?

/// The effective policy of a bound name or an address.
public struct ClusterPolicy: Sendable, Equatable {
    /// For the TCP connection, and again for the TLS handshake on it.
    public var connectTimeout: Duration
    /// Idle connections kept, per worker.
    public var pool: Int
    /// Requests that may wait for a connection, per worker.
    public var queue: Int
    /// The protocol, or nil for `auto`.
    public var httpProtocol: HTTPProtocol?
    /// nil for plain text (unless the address says `https://`).
    public var tls: UpstreamTLSConfig?

    public init(
        connectTimeout: Duration = .seconds(1),
        pool: Int = 256,
        queue: Int = 1024,
        httpProtocol: HTTPProtocol? = nil,
        tls: UpstreamTLSConfig? = nil
    ) {
        self.connectTimeout = connectTimeout
        self.pool = pool
        self.queue = queue
        self.httpProtocol = httpProtocol
        self.tls = tls
    }

    /// Takes over what `later` has written.
    public mutating func adopt(_ later: ClusterFields) {
        connectTimeout = later.connectTimeout ?? connectTimeout
        pool = later.pool ?? pool
        queue = later.queue ?? queue
        if let choice = later.httpProtocol { httpProtocol = choice }
        tls = later.tls ?? tls
    }
}
