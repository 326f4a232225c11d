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

    /// Hands every fact to `body`, in the order in which they were written.
    func forEachItem(_ body: (Item) -> Void) {
        var index = SpanLayout.headBytes
        while index + 2 <= bytes.count {
            guard let item = SpanLayout.Item(rawValue: bytes[index]) else {
                preconditionFailure("A span record holds an item of an unknown kind.")
            }
            let code = bytes[index + 1]
            index += 2
            if let value = read(item, code, at: &index) { body(value) }
        }
    }

    private func read(_ item: SpanLayout.Item, _ code: UInt8, at index: inout Int) -> Item? {
        switch item {
        case .annotation:
            let offset = Int64(bitPattern: takeWord(&index))
            return SpanPhase(rawValue: code).map { .annotation($0, offset) }
        case .name: return .name(takeText(&index))
        case .localService: return .localService(takeText(&index))
        case .remoteService: return .remoteService(takeText(&index))
        case .remoteAddress: return takeAddress(&index)
        case .text, .integer, .rate, .trace:
            let text = takeValue(item, &index)
            return SpanTag(rawValue: code).map { .tag($0, text) }
        }
    }

    private func takeValue(_ item: SpanLayout.Item, _ index: inout Int) -> String {
        switch item {
        case .integer: return String(takeWord(&index))
        case .trace: return TraceID(high: takeWord(&index), low: takeWord(&index)).description
        case .rate:
            let mantissa = takeWord(&index)
            index += 1
            var buffer = ByteBuffer()
            ExactDecimal(mantissa: mantissa, scale: Int(bytes[index - 1])).write(to: &buffer)
            return String(buffer.readable)
        default: return takeText(&index)
        }
    }

    private func takeAddress(_ index: inout Int) -> Item {
        let isIPv4 = bytes[index] == 1
        let port = UInt16(bytes[index + 1]) | UInt16(bytes[index + 2]) << 8
        index += 3
        let high = takeWord(&index)
        let low = takeWord(&index)
        let address = isIPv4 ? IPAddress(v4: UInt32(truncatingIfNeeded: low)) : IPAddress(high: high, low: low)
        return .remoteAddress(address, port: port)
    }

    private func takeText(_ index: inout Int) -> String {
        let length = Int(bytes[index]) | Int(bytes[index + 1]) << 8
        index += 2 + length
        return String(bytes.slice(from: index - length, count: length))
    }

    private func takeWord(_ index: inout Int) -> UInt64 {
        index += 8
        return word(index - 8)
    }

    private func word(_ offset: Int) -> UInt64 {
        var word: UInt64 = 0
        for i in (0..<8).reversed() { word = word << 8 | UInt64(bytes[offset + i]) }
        return word
    }
}
