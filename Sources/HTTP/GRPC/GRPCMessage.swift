// How does a sentence travel in a `grpc-message` field?

import Bytes

/// The percent-encoding of `grpc-message` (gRPC over HTTP2, Responses).
public enum GRPCMessage {
    /// Appends the UTF-8 of `text` with every byte escaped but space, visible ASCII and what is not `%`.
    public static func encode(_ text: ByteView, to out: inout ByteBuffer) {
        for at in 0..<text.count {
            let byte = text[at]
            if byte >= 0x20, byte <= 0x7E, byte != 0x25 { out.append(byte) } else { out.appendEscape(byte) }
        }
    }

    /// Appends the text behind the escapes of `field`. A broken escape stands for itself: no message is thrown away for
    /// one.
    public static func decode(_ field: ByteView, to out: inout ByteBuffer) {
        var at = 0
        while at < field.count {
            if let byte = escaped(field, at) {
                out.append(byte)
                at += 3
            } else {
                out.append(field[at])
                at += 1
            }
        }
    }

    private static func escaped(_ field: ByteView, _ at: Int) -> UInt8? {
        guard field[at] == 0x25, at + 2 < field.count, let high = Digits.hexValue(field[at + 1]),
            let low = Digits.hexValue(field[at + 2])
        else { return nil }
        return high << 4 | low
    }
}
