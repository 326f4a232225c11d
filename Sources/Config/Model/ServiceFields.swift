// Which settings of a service are written down?

/// The fields of a `service` block; nil is what the block leaves alone.
public struct ServiceFields: Sendable, Equatable {
    public var timeout: Duration?
    public var firstByte: Duration?
    public var idle: Duration?
    public var retries: Int?

    public init(timeout: Duration? = nil, firstByte: Duration? = nil, idle: Duration? = nil, retries: Int? = nil) {
        self.timeout = timeout
        self.firstByte = firstByte
        self.idle = idle
        self.retries = retries
    }

    /// Takes over what `later` has written.
    public mutating func adopt(_ later: ServiceFields) {
        timeout = later.timeout ?? timeout
        firstByte = later.firstByte ?? firstByte
        idle = later.idle ?? idle
        retries = later.retries ?? retries
    }
}
