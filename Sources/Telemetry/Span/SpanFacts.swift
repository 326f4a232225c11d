// Which facts does a record hold, one after the other?

import Bytes

/// Reads the facts of one record in the order in which they were written, without copying or allocating.
public struct SpanFacts {
    private let bytes: ByteView
    private var index = SpanLayout.headBytes

    init(_ bytes: ByteView) { self.bytes = bytes }

    /// The next fact, or nil at the end. Codes that this version does not know are skipped.
    public mutating func next() -> SpanFact? {
        while index + 2 <= bytes.count {
            guard let item = SpanLayout.Item(rawValue: bytes[index]) else {
                preconditionFailure("A span record holds an item of an unknown kind.")
            }
            let code = bytes[index + 1]
            index += 2
            if let fact = take(item, code) { return fact }
        }
        return nil
    }

    private mutating func take(_ item: SpanLayout.Item, _ code: UInt8) -> SpanFact? {
        switch item {
        case .annotation:
            let offset = Int64(bitPattern: takeWord())
            return SpanPhase(rawValue: code).map { .annotation($0, offset: offset) }
        case .name: return .name(takeText())
        case .localService: return .localService(takeText())
        case .remoteService: return .remoteService(takeText())
        case .remoteAddress: return takeAddress()
        case .text: return tag(code, .text(takeText()))
        case .integer: return tag(code, .number(takeWord()))
        case .trace:
            let high = takeWord()
            return tag(code, .traceID(TraceID(high: high, low: takeWord())))
        case .rate:
            let mantissa = takeWord()
            index += 1
            return tag(code, .rate(mantissa: mantissa, scale: bytes[index - 1]))
        }
    }

    private func tag(_ code: UInt8, _ value: SpanValue) -> SpanFact? { SpanTag(rawValue: code).map { .tag($0, value) } }

    private mutating func takeAddress() -> SpanFact {
        let isIPv4 = bytes[index] == 1
        let port = UInt16(bytes[index + 1]) | UInt16(bytes[index + 2]) << 8
        index += 3
        let high = takeWord()
        let low = takeWord()
        let address = isIPv4 ? IPAddress(v4: UInt32(truncatingIfNeeded: low)) : IPAddress(high: high, low: low)
        return .remoteAddress(address, port: port)
    }

    private mutating func takeText() -> ByteView {
        let length = Int(bytes[index]) | Int(bytes[index + 1]) << 8
        index += 2 + length
        return bytes.slice(from: index - length, count: length)
    }

    private mutating func takeWord() -> UInt64 {
        index += 8
        return SpanLayout.word(bytes, at: index - 8)
    }
}
