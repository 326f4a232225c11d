// Which share of traces is kept, exactly.

import Bytes

/// A sampling probability as the 56-bit threshold that is compared, and the decimal that people wrote.
///
/// OpenTelemetry's consistent probability sampling: with R the right-most 56 bits of the trace id, a trace is kept when
/// R >= T, T = round((1 − p) × 2^56). T is computed from the decimal text, never from a floating-point number, so
/// `0.0001%` means what it says. Two gateways agree about one id, and a higher rate keeps all that a lower one keeps.
public struct SampleRate: Hashable, Sendable {
    /// The threshold of "never": one more than any randomness.
    static let neverThreshold: UInt64 = 1 << 56

    /// 0 (always) ... 2^56 (never).
    public let threshold: UInt64
    private let decimal: ExactDecimal

    init(_ decimal: ExactDecimal) {
        self.decimal = decimal
        threshold = decimal.threshold
    }

    init(_ decimal: ExactDecimal, threshold: UInt64) {
        self.decimal = decimal
        self.threshold = threshold
    }

    /// Keeps nothing.
    public static var never: SampleRate { SampleRate(.zero) }
    /// Keeps everything.
    public static var always: SampleRate { SampleRate(.one) }

    public var isNever: Bool { threshold == Self.neverThreshold }
    public var isAlways: Bool { threshold == 0 }

    /// Whether a trace with these 56 bits of randomness is kept.
    public func keeps(_ randomness: UInt64) -> Bool { randomness >= threshold }

    /// One in `n`, with the threshold of the exact fraction; nil unless 1...10^9.
    public init?(oneIn n: UInt64) {
        guard (1...1_000_000_000).contains(n) else { return nil }
        let exact = (UInt128(n - 1) << 56 + UInt128(n / 2)) / UInt128(n)
        // Nine significant digits for the eye; the threshold is that of the fraction.
        let scale = ExactDecimal.digits(n) + 8
        var power: UInt64 = 1
        for _ in 0..<scale { power *= 10 }
        self.init(ExactDecimal(mantissa: (power + n / 2) / n, scale: scale), threshold: UInt64(exact))
    }

    /// The rate that keeps `kept` of 2^56 values.
    init(keeping kept: UInt64) {
        let clamped = min(kept, Self.neverThreshold)
        let digits = (UInt128(clamped) * 100_000_000_000_000_000) >> 56
        self.init(ExactDecimal(mantissa: UInt64(digits), scale: 17), threshold: Self.neverThreshold - clamped)
    }

    /// The threshold rounded to `precision` significant hex digits, leading `f` (or `0`) digits not counted, as
    /// OpenTelemetry recommends for a short `th`. Decisions use the full threshold.
    public func threshold(precision: Int) -> UInt64 {
        precondition((1...14).contains(precision), "A threshold has 1 to 14 hex digits.")
        guard !isNever, !isAlways else { return threshold }
        let rareBits = 56 - Self.bitWidth(Self.neverThreshold - threshold)
        let commonBits = 56 - Self.bitWidth(threshold)
        let digits = min(14, precision + max(rareBits, commonBits) / 4)
        let shift = UInt64(4 * (14 - digits))
        if shift == 0 { return threshold }
        return min(((threshold + 1 << (shift - 1)) >> shift) << shift, Self.neverThreshold - 1 << shift)
    }

    private static func bitWidth(_ value: UInt64) -> Int { 64 - value.leadingZeroBitCount }

    /// Appends the shortest plain decimal of the probability: `0.001`.
    public func write(to buffer: inout ByteBuffer) { decimal.write(to: &buffer) }

    /// The decimal as `mantissa / 10^scale`, to be written down elsewhere.
    var parts: (mantissa: UInt64, scale: UInt8) { (decimal.mantissa, UInt8(decimal.scale)) }

    /// The probability as a floating-point number, for display and estimates only.
    public var probability: Double {
        var value = Double(decimal.mantissa)
        for _ in 0..<decimal.scale { value /= 10 }
        return value
    }
}

extension SampleRate: CustomStringConvertible {
    /// The shortest plain decimal of the probability. Allocates.
    public var description: String {
        var buffer = ByteBuffer()
        write(to: &buffer)
        return String(buffer.readable)
    }
}
