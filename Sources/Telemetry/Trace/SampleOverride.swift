// What `l5d-sample` asks for.

import Bytes
import HTTP

/// The sampling rate that one request asks for, as Linkerd 1 reads it and a little more.
///
/// Linkerd's rule is Java's floating-point syntax, clamped to 0...1: `1`, `.5`, `5.`, `+1`, `1e-1`, `0.25F`, `1d`,
/// `0x1p-1`, `Infinity`. Besides, `25%` is taken. `NaN`, which made Linkerd fail the request, is ignored like any other
/// text that is no number.
public enum SampleOverride: Hashable, Sendable {
    case absent
    /// Something was sent that is no rate: the request goes on as if it were absent, and is counted.
    case unreadable
    case rate(SampleRate)

    /// Reads the first `l5d-sample` field; further copies do not count.
    public init(_ fields: borrowing Fields) {
        guard fields.contains(.l5dSample), let value = fields.first(.l5dSample) else {
            self = .absent
            return
        }
        self.init(value)
    }

    /// Reads one value. Allocates nothing.
    public init(_ value: ByteView) {
        var number = value.trimmed
        if let rate = Self.common(number) {
            self = .rate(rate)
            return
        }
        var isNegative = false
        if let sign = number.first, sign == 0x2B || sign == 0x2D {
            isNegative = sign == 0x2D
            number = number.dropFirst(1)
        }
        guard let rate = Self.magnitude(number) else {
            self = .unreadable
            return
        }
        self = .rate(isNegative ? .never : rate)
    }

    /// The two values that nearly everyone sends.
    private static func common(_ number: ByteView) -> SampleRate? {
        guard number.count == 1 else { return nil }
        return number[0] == 0x31 ? .always : number[0] == 0x30 ? .never : nil
    }

    private static func magnitude(_ number: ByteView) -> SampleRate? {
        if number == "Infinity" { return .always }
        if number.count > 2, number[0] == 0x30, number[1] | 0x20 == 0x78 { return hexadecimal(number.dropFirst(2)) }
        return decimal(number)
    }

    // MARK: Decimal

    /// `digits [. digits] [e exponent] [f|d|%]`, at least one digit on either side of the point.
    private static func decimal(_ number: ByteView) -> SampleRate? {
        var mantissa: UInt64 = 0
        var exponent = 0
        guard let next = readDigits(number, radix: 10, limit: 100_000_000_000_000_000, &mantissa, &exponent) else {
            return nil
        }
        guard let (written, end) = readExponent(number, at: next, marker: 0x65) else { return nil }
        guard let percent = readSuffix(number, at: end, allowsPercent: true) else { return nil }
        exponent += written - (percent ? 2 : 0)
        return SampleRate(ExactDecimal(clamping: mantissa, exponent: exponent))
    }

    // MARK: Hexadecimal

    /// `hex [. hex] p exponent [f|d]`; the exponent is of two and must be there.
    private static func hexadecimal(_ number: ByteView) -> SampleRate? {
        var mantissa: UInt64 = 0
        var nibbles = 0
        guard let next = readDigits(number, radix: 16, limit: 1 << 56, &mantissa, &nibbles), next < number.count,
            let (written, end) = readExponent(number, at: next, marker: 0x70), end > next,
            readSuffix(number, at: end, allowsPercent: false) != nil
        else { return nil }
        return SampleRate(keeping: kept(mantissa, exponent: 4 * nibbles + written))
    }

    /// How many of 2^56 values `mantissa × 2^exponent` keeps: rounded, at most all, at least one unless it is zero.
    private static func kept(_ mantissa: UInt64, exponent: Int) -> UInt64 {
        if mantissa == 0 { return 0 }
        let width = 64 - mantissa.leadingZeroBitCount
        if width + exponent > 0 { return SampleRate.neverThreshold }
        let shift = exponent + 56
        if shift >= 0 { return mantissa << UInt64(shift) }
        if shift < -63 { return 1 }
        let down = UInt64(-shift)
        return max((mantissa >> (down - 1) + 1) >> 1, 1)
    }

    // MARK: Parts

    /// Reads digits with at most one point among them. Digits beyond the precision only move the exponent.
    ///
    /// Returns where they end; nil when there is not one digit.
    private static func readDigits(
        _ number: ByteView,
        radix: UInt64,
        limit: UInt64,
        _ mantissa: inout UInt64,
        _ exponent: inout Int
    ) -> Int? {
        var index = 0
        var digits = 0
        var sawPoint = false
        while index < number.count {
            let byte = number[index]
            if byte == 0x2E, !sawPoint {
                sawPoint = true
            } else if let digit = digit(byte, radix: radix) {
                digits += 1
                if mantissa < limit {
                    mantissa = mantissa * radix + digit
                    if sawPoint { exponent -= 1 }
                } else if !sawPoint {
                    exponent += 1
                }
            } else {
                break
            }
            index += 1
        }
        return digits > 0 ? index : nil
    }

    private static func digit(_ byte: UInt8, radix: UInt64) -> UInt64? {
        let digit = byte &- 0x30
        if digit < 10 { return UInt64(digit) }
        let letter = (byte | 0x20) &- 0x61
        return radix == 16 && letter < 6 ? UInt64(letter) + 10 : nil
    }

    /// Reads an exponent that begins with `marker` in either case; none is zero. Huge ones are cut at 9999.
    private static func readExponent(_ number: ByteView, at start: Int, marker: UInt8) -> (value: Int, end: Int)? {
        guard start < number.count, number[start] | 0x20 == marker else { return (0, start) }
        var index = start + 1
        var isNegative = false
        if index < number.count, number[index] == 0x2B || number[index] == 0x2D {
            isNegative = number[index] == 0x2D
            index += 1
        }
        let digitsStart = index
        var value = 0
        while index < number.count, ASCII.isDigit(number[index]) {
            value = min(value * 10 + Int(number[index] - 0x30), 9999)
            index += 1
        }
        guard index > digitsStart else { return nil }
        return (isNegative ? -value : value, index)
    }

    /// Reads what may stand last; returns whether it was a percent sign, or nil when something else is left.
    private static func readSuffix(_ number: ByteView, at index: Int, allowsPercent: Bool) -> Bool? {
        let rest = number.count - index
        if rest == 0 { return false }
        guard rest == 1 else { return nil }
        switch number[index] {
        case 0x66, 0x46, 0x64, 0x44: return false
        case 0x25: return allowsPercent ? true : nil
        default: return nil
        }
    }
}
