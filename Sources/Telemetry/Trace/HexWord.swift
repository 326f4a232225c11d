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
        // Sound: sixteen bytes lie behind `start`, checked above; the loads may be unaligned.
        let (first, second) = unsafe view.withUnsafeBytes { raw in
            unsafe (
                raw.loadUnaligned(fromByteOffset: start, as: UInt64.self).bigEndian,
                raw.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self).bigEndian
            )
        }
        guard let high = eight(first), let low = eight(second) else { return nil }
        return high << 32 | low
    }

    /// Eight digits at once, the first in the highest byte.
    ///
    /// Adding `0x80 - x` to every byte sets its top bit when it is not below `x`; no byte carries into the next, because
    /// none has its own top bit set. Then the nibbles, one per byte, are pushed together.
    private static func eight(_ text: UInt64) -> UInt64? {
        let tops: UInt64 = 0x8080_8080_8080_8080
        guard text & tops == 0 else { return nil }
        let isDigit = (text + 0x5050_5050_5050_5050) & ~(text + 0x4646_4646_4646_4646) & tops
        let isLetter = (text + 0x1F1F_1F1F_1F1F_1F1F) & ~(text + 0x1919_1919_1919_1919) & tops
        guard isDigit | isLetter == tops else { return nil }
        var nibbles = text & 0x0F0F_0F0F_0F0F_0F0F + (isLetter >> 7) * 9
        nibbles = (nibbles >> 4 | nibbles) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles >> 8 | nibbles) & 0x0000_FFFF_0000_FFFF
        return (nibbles >> 16 | nibbles) & 0xFFFF_FFFF
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
