// How W3C Trace Context spells a trace context in `traceparent`.

import Bytes
import HTTP

/// Reader and writer of `traceparent` (W3C Trace Context level 2, "traceparent Header Field Values").
///
/// ```
/// 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03
/// version  trace id                   parent id        flags: 1 sampled, 2 random
/// ```
public enum W3CFormat {
    private static let length = 55
    private static let sampledBit: UInt8 = 1
    private static let randomBit: UInt8 = 2

    /// Reads the field. Two of them are as bad as a broken one: there is no telling which is true.
    public static func read(_ fields: borrowing Fields) -> FormatReading {
        guard fields.contains(.traceparent), let value = fields.first(.traceparent) else { return .absent }
        guard fields.count(of: .traceparent) == 1, let context = read(value) else { return .malformed }
        return .context(context)
    }

    /// Reads a value; white space around it is not part of it.
    ///
    /// A version above 00 is read by position and what follows the flags is ignored, as long as a dash sets it apart;
    /// version ff is none. Unknown flags are ignored.
    public static func read(_ value: ByteView) -> TraceContext? {
        let value = value.trimmed
        guard value.count >= length, value[2] == 0x2D, value[35] == 0x2D, value[52] == 0x2D else { return nil }
        guard let version = HexWord.readByte(value, at: 0), version != 0xFF else { return nil }
        if value.count > length, version == 0 || value[length] != 0x2D { return nil }
        guard
            let traceID = TraceID(hex: value.slice(from: 3, count: 32)),
            let spanID = SpanID(hex: value.slice(from: 36, count: 16)),
            let flags = HexWord.readByte(value, at: 53)
        else { return nil }
        return TraceContext(
            traceID: traceID,
            spanID: spanID,
            decision: flags & sampledBit != 0 ? .accept : .deny,
            hasRandomFlag: flags & randomBit != 0
        )
    }

    /// Appends the `traceparent` line, version 00, all unknown flags zero. A context without ids writes nothing.
    public static func write(_ context: TraceContext, to buffer: inout ByteBuffer) {
        buffer.write(upTo: ContextText.maximumBytes) { write(ContextText(context), to: &$0) }
    }

    static func write(_ text: ContextText, to room: inout Room) {
        guard text.hasIdentity else { return }
        room.append("traceparent: 00-")
        room.append(text.high)
        room.append(text.low)
        room.append(byte: 0x2D)
        room.append(text.span)
        room.append("-0")
        let sampled = text.decision.isSampled == true ? sampledBit : 0
        let random = text.hasRandomFlag ? randomBit : 0
        room.append(byte: 0x30 | sampled | random)
        room.append("\r\n")
    }
}
