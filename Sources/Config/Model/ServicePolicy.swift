// What may a client expect of a service?

/// The effective policy of a logical name.
public struct ServicePolicy: Sendable, Equatable {
    /// From the head's end to the answer's end, all attempts together; nil is no bound.
    public var timeout: Duration?
    /// From the request having been sent to the first byte of the answer; never above `timeout`.
    public var firstByte: Duration
    /// Between two reads of an answer's body; nil is no bound.
    public var idle: Duration?
    /// How often a safe request may be tried again.
    public var retries: Int
    /// How long an upgraded connection may be silent, in both directions together.
    public var tunnelIdle: Duration

    public init(
        timeout: Duration? = .seconds(15),
        firstByte: Duration = .seconds(10),
        idle: Duration? = .seconds(30),
        retries: Int = 1,
        tunnelIdle: Duration = .seconds(600)
    ) {
        self.timeout = timeout
        self.firstByte = firstByte
        self.idle = idle
        self.retries = retries
        self.tunnelIdle = tunnelIdle
    }

    /// Defaults fill what is not written; a first-byte time that nobody wrote shrinks with a short timeout.
    public init(_ fields: ServiceFields) {
        self.init()
        timeout = fields.timeout ?? timeout
        firstByte = fields.firstByte ?? firstByte
        if let timeout { firstByte = min(firstByte, timeout) }
        idle = fields.idle ?? idle
        retries = fields.retries ?? retries
        tunnelIdle = fields.tunnelIdle ?? tunnelIdle
    }
}
