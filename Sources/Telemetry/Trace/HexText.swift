// What sixteen hex digits look like in memory.

import Bytes

/// The lower-case digits of one word, ready to be stored: made once where an id is written several times.
struct HexText {
    /// The eight digits that come first, as they lie in memory.
    let first: UInt64
    let second: UInt64

    init(_ word: UInt64) {
        first = Digits.hexDigits(UInt32(truncatingIfNeeded: word >> 32))
        second = Digits.hexDigits(UInt32(truncatingIfNeeded: word))
    }
}
