// Which settings of a service are written down?

/// The fields of a `service` block; nil is what the block leaves alone.
public struct ServiceFields: Sendable, Equatable {
    /// `.some(nil)` is a written `off`.
    public var timeout: Duration??
    public var firstByte: Duration?
    /// `.some(nil)` is a written `off`.
    public var idle: Duration??
    public var retries: Int?
    public var tunnelIdle: Duration?

    public init(
        timeout: Duration?? = nil,
        firstByte: Duration? = nil,
        idle: Duration?? = nil,
        retries: Int? = nil,
        tunnelIdle: Duration? = nil
    ) {
        self.timeout = timeout
        self.firstByte = firstByte
        self.idle = idle
        self.retries = retries
        self.tunnelIdle = tunnelIdle
    }

    /// Takes over what `later` has written.
    public mutating func adopt(_ later: ServiceFields) {
        if let choice = later.timeout { timeout = choice }
        firstByte = later.firstByte ?? firstByte
        if let choice = later.idle { idle = choice }
        retries = later.retries ?? retries
        tunnelIdle = later.tunnelIdle ?? tunnelIdle
    }
}
