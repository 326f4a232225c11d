// How gateway.conf writes a sampling rate.

import Bytes

extension SampleRate {
    /// Why a text is no rate.
    public enum TextError: Error, Hashable, Sendable {
        /// A bare number other than 0: nobody can tell whether `0.1` means a tenth or a thousandth.
        case noUnit
        /// Not a number at all.
        case notANumber
        /// More than 100 %.
        case aboveOne
        /// More than 16 digits after the point; finer than 2^-56 is not a rate.
        case tooFine
    }

    /// Reads `1%`, `0.0001%`, `1/1000`, `0`. The percent sign may not be left out: see `TextError.noUnit`.
    public init(text: String) throws(TextError) {
        let bytes = Array(text.utf8)
        if bytes.last == 0x25 {
            self = try Self.percent(bytes.dropLast())
        } else if bytes.starts(with: [0x31, 0x2F]) {
            guard let n = UInt64(String(decoding: bytes.dropFirst(2), as: UTF8.self)),
                bytes.dropFirst(2).allSatisfy(ASCII.isDigit),
                let rate = SampleRate(oneIn: n)
            else { throw .notANumber }
            self = rate
        } else {
            let decimal = try Self.decimal(bytes[...])
            guard decimal.mantissa == 0 else { throw .noUnit }
            self = .never
        }
    }

    private static func percent(_ bytes: ArraySlice<UInt8>) throws(TextError) -> SampleRate {
        let (mantissa, scale) = try decimal(bytes)
        let hundred = (0..<scale).reduce(100 as UInt64) { product, _ in product &* 10 }
        if mantissa > hundred { throw .aboveOne }
        if mantissa == hundred { return .always }
        return SampleRate(ExactDecimal(mantissa: mantissa, scale: scale + 2))
    }

    /// `digits[.digits]`, without sign and exponent.
    private static func decimal(_ bytes: ArraySlice<UInt8>) throws(TextError) -> (mantissa: UInt64, scale: Int) {
        var mantissa: UInt64 = 0
        var scale = 0
        var digits = 0
        var sawPoint = false
        for byte in bytes {
            if byte == 0x2E, !sawPoint {
                sawPoint = true
                continue
            }
            guard ASCII.isDigit(byte) else { throw .notANumber }
            guard mantissa < 100_000_000_000_000_000 else { throw scale > 0 ? .tooFine : .aboveOne }
            mantissa = mantissa * 10 + UInt64(byte - 0x30)
            digits += 1
            if sawPoint { scale += 1 }
        }
        guard digits > 0, bytes.last != 0x2E, bytes.first != 0x2E else { throw .notANumber }
        guard scale <= 16 else { throw .tooFine }
        return (mantissa, scale)
    }
}
