// What has become of the spans that were meant for one destination?

/// Counts of one destination at one moment.
///
/// At every moment `sampled == delivered + waiting + droppedSpans`, because all of them are read under one lock.
public struct DeliveryFigures: Hashable, Sendable {
    /// Spans that workers recorded, or tried to.
    public var sampled: UInt64 = 0
    /// Spans in messages that were answered with 2xx.
    public var delivered: UInt64 = 0
    /// Spans on their way: in the rings, in the open batch, in the queue, or being sent.
    public var waiting: UInt64 = 0
    /// Spans given up, by reason; a reason that never happened is absent.
    public var dropped: [DropReason: UInt64] = [:]

    /// Bytes of encoded batches in the queue, the one being sent included.
    public var queuedBytes: UInt64 = 0
    /// Messages answered with 2xx, and their bytes.
    public var messages: UInt64 = 0
    public var messageBytes: UInt64 = 0
    /// Attempts that failed and were, or will be, made again; by `http_429`-like label or `DeliveryFailure`.
    public var failures: [String: UInt64] = [:]

    public init() {}

    public var droppedSpans: UInt64 { dropped.values.reduce(0, +) }
    public var addsUp: Bool { sampled == delivered + waiting + droppedSpans }

    mutating func drop(_ spans: Int, _ reason: DropReason) {
        if spans > 0 { dropped[reason, default: 0] += UInt64(spans) }
    }
}
