// What a tag says, before it is text.

import Bytes

/// The value of a tag as the worker left it; only whoever reports it writes it out.
public enum SpanValue {
    /// Bytes as they came; UTF-8 is not promised.
    case text(ByteView)
    case number(UInt64)
    case traceID(TraceID)
    /// `mantissa / 10^scale`, not above one.
    case rate(mantissa: UInt64, scale: UInt8)

    /// Appends the value as text, without quotes or escapes.
    public func write(to buffer: inout ByteBuffer) {
        switch self {
        case .text(let view): buffer.append(view)
        case .number(let number): buffer.appendDecimal(number)
        case .traceID(let id): id.writeShort(to: &buffer)
        case .rate(let mantissa, let scale): ExactDecimal(mantissa: mantissa, scale: Int(scale)).write(to: &buffer)
        }
    }
}
