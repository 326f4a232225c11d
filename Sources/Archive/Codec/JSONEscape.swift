// Which bytes cannot stand in a JSON string as they are, and what stands for them?

import Bytes

/// The escapes that zipkin2 writes, and the repair of bytes that are not UTF-8.
enum JSONEscape {
    /// Whether a byte needs no second look: ASCII that is neither a control, a quote nor a backslash.
    static func isPlain(_ byte: UInt8) -> Bool {
        byte < 0x80 && byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// How many bytes of `text` from `at` on belong together, and what to write for them; nil writes them as they are.
    static func escape(in text: ByteView, at: Int) -> (length: Int, replacement: StaticString?) {
        let byte = text[at]
        if byte < 0x80 { return (1, ascii(byte)) }
        guard let length = lengthOfScalar(in: text, at: at) else { return (1, "\u{FFFD}") }
        // U+2028 and U+2029 end a line in JavaScript.
        if length == 3, byte == 0xE2, text[at + 1] == 0x80, text[at + 2] & 0xFE == 0xA8 {
            return (3, text[at + 2] == 0xA8 ? "\\u2028" : "\\u2029")
        }
        return (length, nil)
    }

    /// The bytes of the UTF-8 sequence that begins at `at`, 2 to 4, or nil when it is none (RFC 3629, 4).
    private static func lengthOfScalar(in text: ByteView, at: Int) -> Int? {
        let lead = text[at]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard text.count - at >= length, second.contains(text[at + 1]) else { return nil }
        for i in 2..<max(2, length) where text[at + i] & 0xC0 != 0x80 { return nil }
        return length
    }

    /// The escape of a quote, a backslash or a control; nil for DEL, which needs none.
    private static func ascii(_ byte: UInt8) -> StaticString? {
        switch byte {
        case 0x22: "\\\""
        case 0x5C: "\\\\"
        case 0x08: "\\b"
        case 0x09: "\\t"
        case 0x0A: "\\n"
        case 0x0C: "\\f"
        case 0x0D: "\\r"
        case 0x00: "\\u0000"
        case 0x01: "\\u0001"
        case 0x02: "\\u0002"
        case 0x03: "\\u0003"
        case 0x04: "\\u0004"
        case 0x05: "\\u0005"
        case 0x06: "\\u0006"
        case 0x07: "\\u0007"
        case 0x0B: "\\u000b"
        case 0x0E: "\\u000e"
        case 0x0F: "\\u000f"
        case 0x10: "\\u0010"
        case 0x11: "\\u0011"
        case 0x12: "\\u0012"
        case 0x13: "\\u0013"
        case 0x14: "\\u0014"
        case 0x15: "\\u0015"
        case 0x16: "\\u0016"
        case 0x17: "\\u0017"
        case 0x18: "\\u0018"
        case 0x19: "\\u0019"
        case 0x1A: "\\u001a"
        case 0x1B: "\\u001b"
        case 0x1C: "\\u001c"
        case 0x1D: "\\u001d"
        case 0x1E: "\\u001e"
        case 0x1F: "\\u001f"
        default: nil
        }
    }
}
