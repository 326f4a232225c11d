// What travels to a destination in one message?

import Time

/// Spans encoded as one message, ready to be sent as often as it takes.
public struct ExportBatch: Hashable, Sendable {
    /// The whole message body, such as `[{span},{span}]`.
    public let bytes: [UInt8]
    /// How many spans the message holds.
    public let spans: Int
    /// When the first span was put in.
    public let begunAt: Instant

    public init(bytes: [UInt8], spans: Int, begunAt: Instant) {
        precondition(spans > 0, "A batch without spans is not sent.")
        self.bytes = bytes
        self.spans = spans
        self.begunAt = begunAt
    }
}
