// How does a WebSocket hear that it ends, and why?

import Bytes

/// Writes Close frames (RFC 6455, 5.5.1).
public enum WebSocketClose {
    /// An endpoint goes away, such as a server that stops (RFC 6455, 7.4.1).
    public static var goingAway: UInt16 { 1001 }
    /// What a control frame has room for behind the code (RFC 6455, 5.5).
    public static var longestReason: Int { 123 }

    /// Appends a Close frame.
    ///
    /// - Parameters:
    ///   - reason: at most `longestReason` bytes.
    ///   - mask: the masking key of a frame to a server; nil to a client (RFC 6455, 5.1).
    public static func append(_ code: UInt16, reason: StaticString, mask: UInt32?, to out: inout ByteBuffer) {
        let text = ByteView(reason)
        precondition(text.count <= longestReason, "A Close frame has no room for its reason.")
        out.append(0x88 as UInt8)
        out.append(UInt8(2 + text.count) | (mask == nil ? 0 : 0x80))
        let key = mask ?? 0
        if mask != nil {
            for index in 0..<4 { out.append(byte(index, of: key)) }
        }
        out.append(UInt8(code >> 8) ^ byte(0, of: key))
        out.append(UInt8(code & 0xFF) ^ byte(1, of: key))
        for index in 0..<text.count { out.append(text[index] ^ byte(index + 2, of: key)) }
    }

    /// The byte of the key that masks the payload's byte at `index` (RFC 6455, 5.3).
    private static func byte(_ index: Int, of key: UInt32) -> UInt8 {
        UInt8(truncatingIfNeeded: key >> UInt32(24 - 8 * (index & 3)))
    }
}
