// What an encoded span says.

import Bytes

/// A span as it lies in the ring, read in place. Valid for one call, like the view it is made of.
///
/// The bytes were written by `SpanWriter` in this process; a record that is cut short traps instead of being misread.
public struct SpanRecord {
    /// One fact after the fixed part.
    enum Item {
        case annotation(SpanPhase, Int64)
        case tag(SpanTag, String)
        case name(String)
        case localService(String)
        case remoteService(String)
        case remoteAddress(IPAddress, port: UInt16)
    }

    private let bytes: ByteView

    init(_ bytes: ByteView) { self.bytes = bytes }

    public var traceID: TraceID { TraceID(high: word(0), low: word(8)) }
    public var spanID: SpanID { SpanID(word(16)) }
    public var parentID: SpanID { SpanID(word(24)) }
    /// Microseconds since the epoch.
    public var startMicroseconds: Int64 { Int64(bitPattern: word(32)) }
    public var durationMicroseconds: Int64 { Int64(bitPattern: word(40)) }
    public var kind: SpanKind? { SpanKind(rawValue: bytes[48]) }
    public var isDebug: Bool { bytes[SpanLayout.flagsOffset] & SpanLayout.debugFlag != 0 }
    public var isShared: Bool { bytes[SpanLayout.flagsOffset] & SpanLayout.sharedFlag != 0 }
    /// Something did not fit.
    public var isTruncated: Bool { bytes[SpanLayout.flagsOffset] & SpanLayout.truncatedFlag != 0 }
    /// How many bytes the record takes.
    public var count: Int { bytes.count }

    /// What the span says beyond the fixed part, in the order in which it was written.
    public var facts: SpanFacts { SpanFacts(bytes) }

    /// Hands every fact to `body` as values that outlive the record.
    func forEachItem(_ body: (Item) -> Void) {
        var facts = facts
        while let fact = facts.next() { body(Item(fact)) }
    }

    private func word(_ offset: Int) -> UInt64 { SpanLayout.word(bytes, at: offset) }
}

extension SpanRecord.Item {
    /// Copies a fact out of the ring.
    fileprivate init(_ fact: SpanFact) {
        switch fact {
        case .annotation(let phase, let offset): self = .annotation(phase, offset)
        case .tag(let tag, let value):
            var text = ByteBuffer()
            value.write(to: &text)
            self = .tag(tag, String(text.readable))
        case .name(let name): self = .name(String(name))
        case .localService(let name): self = .localService(String(name))
        case .remoteService(let name): self = .remoteService(String(name))
        case .remoteAddress(let address, let port): self = .remoteAddress(address, port: port)
        }
    }
}
