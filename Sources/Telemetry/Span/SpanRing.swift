// How finished spans get from a worker to the collector.

import Bytes

/// A `ByteRing` of encoded spans: one worker writes, the collector reads.
public struct SpanRing: Sendable {
    /// The most bytes that one span takes; what does not fit is left out of it and marked.
    public static let maximumSpan = 4096

    private let ring: ByteRing

    /// A ring of at least `capacity` bytes. A span takes 300 to 600 bytes as a rule.
    public init(capacity: Int) { ring = ByteRing(capacity: max(capacity, 4 * Self.maximumSpan)) }

    public var capacity: Int { ring.capacity }
    public var waitingBytes: Int { ring.waitingBytes }

    /// Spans written since the start, read or not. Never less than what the collector has seen of them.
    public var recordedSpans: UInt64 { ring.committedRecords }
    /// Spans that found no room since the start.
    public var lostSpans: UInt64 { ring.lostRecords }

    /// Begins to write a span; nil when the ring is full, and then the caller counts a dropped span.
    public func begin(_ head: SpanHead) -> SpanWriter? {
        guard let room = ring.reserve(Self.maximumSpan) else { return nil }
        return SpanWriter(room, head)
    }

    /// Hands a written span to the collector.
    public func commit(_ writer: consuming SpanWriter) { ring.commit(writer.finish()) }

    /// Hands up to `limit` spans to `body`, oldest first; each record is valid for its call only.
    @discardableResult
    public func drain(limit: Int = .max, _ body: (SpanRecord) -> Void) -> Int {
        ring.drain(limit: limit) { body(SpanRecord($0)) }
    }
}
