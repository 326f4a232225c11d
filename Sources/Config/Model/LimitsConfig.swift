// How much, how many, how long?

/// The `limits` block, with every default. Times bound what a peer can make us wait for, sizes what it can make us
/// keep.
public struct LimitsConfig: Sendable, Equatable {
    /// Bytes of a request head: the request line and all fields.
    public var headBytes: Int
    /// Fields of a request head.
    public var fields: Int
    /// Bytes of the request target.
    public var targetBytes: Int
    /// Bytes of a request body; nil is no limit.
    public var bodyBytes: UInt64?
    /// Concurrent streams of an HTTP/2 connection.
    public var streams: Int
    /// Bytes that an HTTP/2 client may send on one stream before we have taken them; the connection has four times that.
    public var window: Int
    /// The trouble that one HTTP/2 connection may make.
    public var misbehaviour: MisbehaviourConfig
    /// Connections of one listener, all workers together.
    public var connections: Int
    /// The whole TLS handshake.
    public var handshake: Duration
    /// From the first to the last byte of a head.
    public var headTime: Duration
    /// Between two reads of a request body.
    public var bodyIdle: Duration
    /// The least bytes a second of a request body over any ten seconds; nil is no limit.
    public var bodyRate: Int?
    /// How long a client may refuse to take bytes of an answer.
    public var writeIdle: Duration
    /// How long a connection may wait for its next request.
    public var keepAlive: Duration
    /// How long a drain waits for running exchanges.
    public var grace: Duration

    public init(
        headBytes: Int = 32 << 10,
        fields: Int = 100,
        targetBytes: Int = 8 << 10,
        bodyBytes: UInt64? = nil,
        streams: Int = 100,
        window: Int = 256 << 10,
        misbehaviour: MisbehaviourConfig = MisbehaviourConfig(),
        connections: Int = 20_000,
        handshake: Duration = .seconds(10),
        headTime: Duration = .seconds(10),
        bodyIdle: Duration = .seconds(30),
        bodyRate: Int? = 64,
        writeIdle: Duration = .seconds(30),
        keepAlive: Duration = .seconds(75),
        grace: Duration = .seconds(30)
    ) {
        self.headBytes = headBytes
        self.fields = fields
        self.targetBytes = targetBytes
        self.bodyBytes = bodyBytes
        self.streams = streams
        self.window = window
        self.misbehaviour = misbehaviour
        self.connections = connections
        self.handshake = handshake
        self.headTime = headTime
        self.bodyIdle = bodyIdle
        self.bodyRate = bodyRate
        self.writeIdle = writeIdle
        self.keepAlive = keepAlive
        self.grace = grace
    }
}
