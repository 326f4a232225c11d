// Which trace a span belongs to.

import Bytes

/// The 128-bit identity of a trace. Ids made here are random in both halves; ids read may have a zero high half, which
/// is how the older 64-bit ids look.
public struct TraceID: Hashable, Sendable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// No trace: all zero, which no format allows on the wire.
    public static var none: TraceID { TraceID(high: 0, low: 0) }

    public var isValid: Bool { high | low != 0 }

    /// Makes a new id of 128 random bits, neither half zero.
    ///
    /// Neither half is derived from time or a counter: samplers use the right-most 56 bits as they are, and W3C lets
    /// the random flag be set only when those are random (Trace Context level 2, "random-trace-id flag").
    public static func random(using generator: inout some RandomNumberGenerator) -> TraceID {
        TraceID(high: nonZero(&generator), low: nonZero(&generator))
    }

    /// Reads 16 or 32 lower-case hex digits; nil for any other length, other bytes, or all zeros.
    public init?(hex: ByteView) {
        switch hex.count {
        case 16:
            guard let word = HexWord.read(hex, at: 0) else { return nil }
            self.init(high: 0, low: word)
        case 32:
            guard let first = HexWord.read(hex, at: 0), let second = HexWord.read(hex, at: 16) else { return nil }
            self.init(high: first, low: second)
        default:
            return nil
        }
        guard isValid else { return nil }
    }

    /// The 56 bits on which samplers decide: the right-most seven bytes (OTel "randomness value", R).
    public var randomness: UInt64 { low & 0x00FF_FFFF_FFFF_FFFF }

    /// Appends 32 digits, always: the form of W3C.
    public func write(to buffer: inout ByteBuffer) {
        buffer.appendHex(high, digits: 16)
        buffer.appendHex(low, digits: 16)
    }

    /// Appends 16 digits when the high half is zero, else 32: the form of B3 and Zipkin, in which a 64-bit id stays one.
    public func writeShort(to buffer: inout ByteBuffer) {
        if high != 0 { buffer.appendHex(high, digits: 16) }
        buffer.appendHex(low, digits: 16)
    }
}

extension TraceID: CustomStringConvertible {
    /// The digits as B3 and Zipkin write them. Allocates.
    public var description: String {
        var buffer = ByteBuffer()
        writeShort(to: &buffer)
        return String(buffer.readable)
    }
}

/// A random word that is not zero; the loop runs twice once in 2^64 times.
func nonZero(_ generator: inout some RandomNumberGenerator) -> UInt64 {
    var word = generator.next()
    while word == 0 { word = generator.next() }
    return word
}
