// What may a client expect of a service?

/// The effective policy of a logical name.
public struct ServicePolicy: Sendable, Equatable {
    /// From the head's end to the answer's end, all attempts together.
    public var timeout: Duration
    /// From the request having been sent to the first byte of the answer; never above `timeout`.
    public var firstByte: Duration
    /// Between two reads of an answer's body.
    public var idle: Duration
    /// How often a safe request may be tried again.
    public var retries: Int

    public init(
        timeout: Duration = .seconds(15),
        firstByte: Duration = .seconds(10),
        idle: Duration = .seconds(30),
        retries: Int = 1
    ) {
        self.timeout = timeout
        self.firstByte = firstByte
        self.idle = idle
        self.retries = retries
    }

    /// Defaults fill what is not written; a first-byte time that nobody wrote shrinks with a short timeout.
    public init(_ fields: ServiceFields) {
        self.init()
        timeout = fields.timeout ?? timeout
        firstByte = min(fields.firstByte ?? firstByte, timeout)
        idle = fields.idle ?? idle
        retries = fields.retries ?? retries
    }
}
