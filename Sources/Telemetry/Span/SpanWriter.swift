// How a finished span is written down by the worker it happened on.

import Bytes

/// Encodes one span into reserved space: a few stores per fact, no allocation, nothing formatted that the reader can.
public struct SpanWriter: ~Copyable {
    /// The longest value of a tag, in bytes; longer ones are cut.
    public static let maximumText = 1024
    /// The longest name of a span or a service, in bytes; longer ones are cut.
    public static let maximumName = 256

    private var room: Room
    private var isTruncated = false

    init(_ room: consuming Room, _ head: SpanHead) {
        self.room = room
        self.room.append(word: head.traceID.high)
        self.room.append(word: head.traceID.low)
        self.room.append(word: head.spanID.value)
        self.room.append(word: head.parentID.value)
        self.room.append(word: UInt64(bitPattern: head.startMicroseconds))
        let duration = head.isUnfinished ? 0 : max(head.durationMicroseconds, 1)
        self.room.append(word: UInt64(bitPattern: duration))
        let debug = head.isDebug ? SpanLayout.debugFlag : 0
        let shared = head.isShared ? SpanLayout.sharedFlag : 0
        self.room.append(half: UInt16(head.kind.rawValue) | UInt16(debug | shared) << 8)
    }

    /// The name: the method and, when a route was found, its pattern.
    public mutating func name(_ method: ByteView, _ route: ByteView = .empty) {
        text(.name, 0, method, limit: Self.maximumName)
        if !route.isEmpty { text(.name, 1, route, limit: Self.maximumName) }
    }

    /// Who recorded the span.
    public mutating func localService(_ name: ByteView) { text(.localService, 0, name, limit: Self.maximumName) }

    /// Who was on the other side.
    public mutating func remoteService(_ name: ByteView) { text(.remoteService, 0, name, limit: Self.maximumName) }

    /// Where the other side was; port 0 when it is not known.
    public mutating func remoteAddress(_ address: IPAddress, port: UInt16) {
        guard begin(.remoteAddress, 0, 19) else { return }
        room.append(byte: address.isIPv4 ? 1 : 0)
        room.append(half: port)
        room.append(word: address.high)
        room.append(word: address.low)
    }

    /// A moment, in microseconds after the start of the span; negative for what came before it.
    public mutating func annotate(_ phase: SpanPhase, atMicroseconds offset: Int64) {
        guard begin(.annotation, phase.rawValue, 8) else { return }
        room.append(word: UInt64(bitPattern: offset))
    }

    /// A fact as text, cut at `maximumText`.
    public mutating func tag(_ tag: SpanTag, _ value: ByteView) {
        text(.text, tag.rawValue, value, limit: Self.maximumText)
    }

    public mutating func tag(_ tag: SpanTag, _ value: StaticString) { self.tag(tag, ByteView(value)) }

    /// A fact as a number; the reader writes it in decimal.
    public mutating func tag(_ tag: SpanTag, number: UInt64) {
        guard begin(.integer, tag.rawValue, 8) else { return }
        room.append(word: number)
    }

    /// A trace id; the reader writes its digits.
    public mutating func tag(_ tag: SpanTag, _ traceID: TraceID) {
        guard begin(.trace, tag.rawValue, 16) else { return }
        room.append(word: traceID.high)
        room.append(word: traceID.low)
    }

    /// Why the span was recorded: `sampler.type`, and `sampler.param` when a rate was compared.
    public mutating func verdict(_ verdict: SamplingVerdict) {
        tag(.samplerType, verdict.reason.name)
        guard verdict.reason.hasRate, begin(.rate, SpanTag.samplerParam.rawValue, 9) else { return }
        let (mantissa, scale) = verdict.rate.parts
        room.append(word: mantissa)
        room.append(byte: scale)
    }

    // MARK: Parts

    /// Writes the head of an item when it fits whole.
    private mutating func begin(_ item: SpanLayout.Item, _ code: UInt8, _ payload: Int) -> Bool {
        guard 2 + payload <= room.free else {
            isTruncated = true
            return false
        }
        room.append(half: UInt16(item.rawValue) | UInt16(code) << 8)
        return true
    }

    private mutating func text(_ item: SpanLayout.Item, _ code: UInt8, _ value: ByteView, limit: Int) {
        let cut = value.count > limit ? Self.cut(value, limit) : value
        guard 4 + cut.count <= room.free else {
            isTruncated = true
            return
        }
        room.append(quarter: UInt32(item.rawValue) | UInt32(code) << 8 | UInt32(cut.count) << 16)
        room.append(cut)
    }

    /// The first bytes of a text that is too long, without breaking a UTF-8 sequence.
    private static func cut(_ value: ByteView, _ limit: Int) -> ByteView {
        var end = limit
        while end > 0, value[end] & 0xC0 == 0x80 { end -= 1 }
        return value.prefix(end)
    }

    consuming func finish() -> Room {
        if isTruncated {
            let flags = SpanLayout.truncatedFlag
            room.setBits(at: SpanLayout.flagsOffset, flags)
        }
        return room
    }
}
