// Which span within a trace.

import Bytes

/// The 64-bit identity of a span. Zero stands for "none" and never travels.
public struct SpanID: Hashable, Sendable {
    public let value: UInt64

    public init(_ value: UInt64) { self.value = value }

    /// No span: what a root has for a parent.
    public static var none: SpanID { SpanID(0) }

    public var isValid: Bool { value != 0 }

    /// Makes a new id of 64 random bits, not all zero.
    public static func random(using generator: inout some RandomNumberGenerator) -> SpanID {
        SpanID(nonZero(&generator))
    }

    /// Reads exactly 16 lower-case hex digits; nil for anything else and for all zeros.
    public init?(hex: ByteView) {
        guard hex.count == HexWord.digits, let word = HexWord.read(hex, at: 0), word != 0 else { return nil }
        value = word
    }

    /// Appends 16 digits.
    public func write(to buffer: inout ByteBuffer) { buffer.appendHex(value, digits: 16) }
}

extension SpanID: CustomStringConvertible {
    /// Sixteen digits. Allocates.
    public var description: String {
        var buffer = ByteBuffer()
        write(to: &buffer)
        return String(buffer.readable)
    }
}
