// A number as it was written, before anything was rounded.

import Bytes

/// `mantissa / 10^scale`, not negative, below or equal to one, without trailing zeros.
struct ExactDecimal: Hashable, Sendable {
    private(set) var mantissa: UInt64
    private(set) var scale: Int

    static let zero = ExactDecimal(mantissa: 0, scale: 0)
    static let one = ExactDecimal(mantissa: 1, scale: 0)

    /// Fractions finer than this are cut: 10^-19 lies far below the finest threshold, 2^-56.
    static let maximumScale = 19

    init(mantissa: UInt64, scale: Int) {
        self.mantissa = mantissa
        self.scale = scale
        while self.scale > 0, self.mantissa % 10 == 0 {
            self.mantissa /= 10
            self.scale -= 1
        }
    }

    /// `mantissa × 10^exponent`, clamped to one. A value too small to be told from zero stays above it.
    init(clamping mantissa: UInt64, exponent: Int) {
        if mantissa == 0 {
            self = .zero
        } else if Self.digits(mantissa) + exponent >= 1 {
            self = .one
        } else {
            var mantissa = mantissa
            var scale = -exponent
            while scale > Self.maximumScale {
                mantissa = max(mantissa / 10, 1)
                scale -= 1
                if mantissa == 1 { scale = Self.maximumScale }
            }
            self.init(mantissa: mantissa, scale: scale)
        }
    }

    /// The 56-bit threshold T = round((1 − p) × 2^56), halves up, in integers of 128 bits.
    ///
    /// The largest product is 10^19 × 2^56 < 2^120. Only zero gives 2^56 ("never"), and only one gives 0 ("always").
    var threshold: UInt64 {
        if mantissa == 0 { return SampleRate.neverThreshold }
        let whole = Self.power(scale)
        if UInt128(mantissa) >= whole { return 0 }
        let scaled = ((whole - UInt128(mantissa)) << 56 + whole / 2) / whole
        return min(max(UInt64(scaled), 1), SampleRate.neverThreshold - 1)
    }

    var isOne: Bool { mantissa == 1 && scale == 0 }

    /// Appends the shortest plain decimal: `0.001`, `1`, `0`.
    func write(to buffer: inout ByteBuffer) {
        if scale == 0 {
            buffer.appendDecimal(mantissa)
            return
        }
        buffer.append("0.")
        for _ in 0..<max(scale - Self.digits(mantissa), 0) { buffer.append(0x30) }
        buffer.appendDecimal(mantissa)
    }

    static func digits(_ value: UInt64) -> Int {
        var digits = 1
        var rest = value / 10
        while rest > 0 {
            digits += 1
            rest /= 10
        }
        return digits
    }

    private static func power(_ scale: Int) -> UInt128 {
        var power: UInt128 = 1
        for _ in 0..<scale { power *= 10 }
        return power
    }
}
