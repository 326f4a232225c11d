// How text becomes a JSON string at the end of a buffer.

import Bytes

extension ByteBuffer {
    /// Appends `text` in quotes, escaped as zipkin2 does: quote, backslash, everything below 0x20, U+2028 and U+2029.
    ///
    /// All else stays as it is in UTF-8; bytes that are not UTF-8 become U+FFFD, so that the result is always JSON.
    public mutating func appendJSONString(_ text: ByteView) {
        append(UInt8(ascii: "\""))
        appendJSONText(text)
        append(UInt8(ascii: "\""))
    }

    /// For the cold side: the string may have to be walked.
    public mutating func appendJSONString(_ text: String) {
        text.withByteView { appendJSONString($0) }
    }

    /// What stands between the quotes. Runs of plain bytes are copied whole, and most texts are one run.
    public mutating func appendJSONText(_ text: ByteView) {
        var start = 0
        var at = 0
        while at < text.count {
            let byte = text[at]
            if JSONEscape.isPlain(byte) {
                at += 1
                continue
            }
            let (length, replacement) = JSONEscape.escape(in: text, at: at)
            if let replacement {
                append(text.slice(from: start, count: at - start))
                append(replacement)
                start = at + length
            }
            at += length
        }
        append(text.slice(from: start, count: text.count - start))
    }
}
