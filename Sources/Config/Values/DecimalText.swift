// Which number was written, exactly, and what stands behind it?

import Bytes

/// A decimal number with its unit, as written: `1.5` and `s`. Nothing is rounded.
struct DecimalText: Equatable {
    /// The digits without the point.
    let digits: UInt64
    /// How many of them stand behind the point.
    let scale: Int
    let unit: String
    /// The number as it was written.
    let number: String

    /// nil when the text does not begin with a number, or when it has more digits than any setting needs (15).
    init?(_ text: String) {
        var digits: UInt64 = 0
        var scale = 0
        var seen = 0
        var sawPoint = false
        var end = text.utf8.startIndex
        for byte in text.utf8 {
            if byte == UInt8(ascii: "."), !sawPoint, seen > 0 {
                sawPoint = true
            } else if ASCII.isDigit(byte), seen < 15 {
                digits = digits * 10 + UInt64(byte - 0x30)
                seen += 1
                if sawPoint { scale += 1 }
            } else {
                break
            }
            end = text.utf8.index(after: end)
        }
        guard seen > 0, !(sawPoint && scale == 0) else { return nil }
        self.digits = digits
        self.scale = scale
        number = String(text[..<end])
        unit = String(text[end...])
        // A digit here is one beyond the most that are read.
        if let first = unit.utf8.first, ASCII.isDigit(first) || first == UInt8(ascii: ".") { return nil }
    }

    /// The number times `factor`, rounded down; nil beyond the range of Int64.
    func times(_ factor: UInt64) -> Int64? {
        var divisor: UInt128 = 1
        for _ in 0..<scale { divisor *= 10 }
        return Int64(exactly: UInt128(digits) * UInt128(factor) / divisor)
    }
}
