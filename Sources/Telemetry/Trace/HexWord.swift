// How sixteen hex digits become one 64-bit word, strictly.

import Bytes

/// Sixteen lower-case hex digits read as one big-endian word.
///
/// Upper case is refused: a peer that is strict would refuse it too, and two spellings of one id are two ids to a store
/// that compares bytes (B3 text, "TraceId"; W3C Trace Context, 3.2.2.3).
enum HexWord {
    /// How many digits a word has.
    static let digits = 16

    /// The word whose digits begin at `start`, or nil when a byte is no lower-case digit or the view ends too early.
    static func read(_ view: ByteView, at start: Int) -> UInt64? {
        guard start >= 0, view.count - start >= digits else { return nil }
        var word: UInt64 = 0
        for i in start..<start + digits {
            guard let nibble = nibble(view[i]) else { return nil }
            word = word << 4 | nibble
        }
        return word
    }

    /// One or two digits read as a byte.
    static func readByte(_ view: ByteView, at start: Int) -> UInt8? {
        guard start >= 0, view.count - start >= 2 else { return nil }
        guard let high = nibble(view[start]), let low = nibble(view[start + 1]) else { return nil }
        return UInt8(high << 4 | low)
    }

    /// The value of one lower-case hex digit.
    static func nibble(_ byte: UInt8) -> UInt64? {
        let digit = byte &- 0x30
        if digit < 10 { return UInt64(digit) }
        let letter = byte &- 0x61
        return letter < 6 ? UInt64(letter) + 10 : nil
    }
}
