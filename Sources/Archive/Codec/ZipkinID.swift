// Which id does a text mean to Zipkin?

import Telemetry

/// Reads ids as Zipkin's server does, which pads short ones: `a` is `000000000000000a`.
///
/// This is more than headers are allowed (see `TraceID.init(hex:)`): stores are asked for what clients once sent.
public enum ZipkinID {
    /// A trace id of 1 to 32 lower-case hex digits.
    public static func traceID(_ text: String) throws(ZipkinIDError) -> TraceID {
        let (high, low) = try words(text, field: "traceId", limit: 32)
        if high | low == 0 { throw .allZeros(field: "traceId") }
        return TraceID(high: high, low: low)
    }

    /// A span id of 1 to 16 lower-case hex digits.
    public static func spanID(_ text: String) throws(ZipkinIDError) -> SpanID {
        let (_, low) = try words(text, field: "id", limit: 16)
        if low == 0 { throw .allZeros(field: "id") }
        return SpanID(low)
    }

    /// A parent id; all zeros mean none.
    public static func parentID(_ text: String) throws(ZipkinIDError) -> SpanID? {
        let (_, low) = try words(text, field: "parentId", limit: 16)
        return low == 0 ? nil : SpanID(low)
    }

    private static func words(
        _ text: String,
        field: String,
        limit: Int
    ) throws(ZipkinIDError) -> (high: UInt64, low: UInt64) {
        // Zipkin counts characters; what is not ASCII is no hex digit either way.
        if text.isEmpty { throw .empty(field: field) }
        if text.utf16.count > limit { throw .tooLong(field: field, limit: limit) }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for byte in text.utf8 {
            let digit: UInt64
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt64(byte) - 0x30
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt64(byte) - 0x57
            default: throw .notLowerHex(text)
            }
            high = high << 4 | low >> 60
            low = low << 4 | digit
        }
        return (high, low)
    }
}
