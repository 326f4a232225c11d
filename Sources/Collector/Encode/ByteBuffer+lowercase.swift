// How does a name become lower case on its way into JSON?

import Archive
import Bytes

extension ByteBuffer {
    /// Appends `text` in lower case, escaped for JSON. Zipkin indexes names in lower case.
    mutating func appendLowercasedJSONText(_ text: ByteView) {
        for i in 0..<text.count where text[i] >= 0x80 { return appendUnicodeLowercasedJSONText(text) }
        let start = count
        appendJSONText(text)
        // The escapes of ASCII hold no upper-case letter, so the result can be folded in place.
        let written = readable
        for i in start..<count where written[i] &- 0x41 < 26 { replaceByte(at: i, with: written[i] | 0x20) }
    }

    @inline(never)
    private mutating func appendUnicodeLowercasedJSONText(_ text: ByteView) {
        String(text).lowercased().withByteView { appendJSONText($0) }
    }
}
