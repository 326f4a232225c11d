// What number a run of digits stands for, and which digits a number is written with.

/// Strict numbers in text: no sign, no spaces, no prefix, nothing after the last digit.
public enum Digits {
    /// The number that `view` writes in decimal; nil when it is empty, holds anything but digits, or exceeds 64 bits.
    public static func decimal(_ view: ByteView) -> UInt64? {
        // Nineteen digits always fit 64 bits, so only longer numbers have to watch for overflow.
        guard view.count > 0, view.count <= 19 else { return longDecimal(view) }
        var value: UInt64 = 0
        for i in 0..<view.count {
            let digit = view[i] &- 0x30
            guard digit < 10 else { return nil }
            value = value &* 10 &+ UInt64(digit)
        }
        return value
    }

    @inline(never)
    private static func longDecimal(_ view: ByteView) -> UInt64? {
        guard view.count > 0 else { return nil }
        var value: UInt64 = 0
        for i in 0..<view.count {
            let digit = view[i] &- 0x30
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = scaled.addingReportingOverflow(UInt64(digit))
            if digit > 9 || overflow || carry { return nil }
            value = sum
        }
        return value
    }

    /// The number that `view` writes in hexadecimal; nil when it is empty, longer than 16 digits or holds anything else.
    ///
    /// Upper-case digits are taken unless `lowercaseOnly` is set, as trace contexts demand (W3C Trace Context, 3.2).
    public static func hex(_ view: ByteView, lowercaseOnly: Bool = false) -> UInt64? {
        guard view.count > 0, view.count <= 16 else { return nil }
        var value: UInt64 = 0
        for i in 0..<view.count {
            guard let digit = hexValue(view[i], lowercaseOnly: lowercaseOnly) else { return nil }
            value = value << 4 | UInt64(digit)
        }
        return value
    }

    /// What one hexadecimal digit stands for, or nil.
    public static func hexValue(_ byte: UInt8, lowercaseOnly: Bool = false) -> UInt8? {
        if byte &- 0x30 < 10 { return byte &- 0x30 }
        if byte &- 0x61 < 6 { return byte &- 0x61 + 10 }
        if !lowercaseOnly, byte &- 0x41 < 6 { return byte &- 0x41 + 10 }
        return nil
    }

    /// The lower-case hexadecimal digit of a number below 16.
    public static func hexDigit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }

    /// The upper-case hexadecimal digit of a number below 16.
    public static func upperHexDigit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x37 + nibble }

    /// How many decimal digits `value` is written with.
    public static func decimalCount(_ value: UInt64) -> Int {
        var count = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            count += 1
        }
        return count
    }

    /// The eight lower-case hexadecimal digits of `value` as they lie in memory, most significant first.
    ///
    /// All digits at once: the nibbles are spread over eight bytes, and those above nine get the distance to `a` added.
    public static func hexDigits(_ value: UInt32) -> UInt64 {
        var nibbles = UInt64(value)
        nibbles = (nibbles << 16 | nibbles) & 0x0000_FFFF_0000_FFFF
        nibbles = (nibbles << 8 | nibbles) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles << 4 | nibbles) & 0x0F0F_0F0F_0F0F_0F0F
        let aboveNine = (nibbles + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return (nibbles + 0x3030_3030_3030_3030 + aboveNine * 0x27).bigEndian
    }
}
