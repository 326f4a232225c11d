// What OpenTelemetry's member of `tracestate` says about sampling.

import Bytes

/// The sub-keys `th` (threshold) and `rv` (randomness) of the member `ot`, and how a changed member is written.
///
/// OpenTelemetry specification, trace/tracestate-handling: `ot=th:fd70a4;rv:6e6d1a75832a2f;other:value`. A sub-key that
/// is not well formed is as if absent. Unknown sub-keys are passed on; `rv` is never altered.
public struct ThresholdNote: Hashable, Sendable {
    /// 0...2^56-1, or nil when there is none that is valid.
    public private(set) var threshold: UInt64?
    /// 56 bits, or nil when there are none that are valid.
    public private(set) var randomness: UInt64?

    public init() {}

    /// Reads the value of the member `ot`.
    public init(_ value: ByteView) {
        Self.forEach(value) { key, text in
            if key == "th", threshold == nil { threshold = Self.readThreshold(text) }
            if key == "rv", randomness == nil, text.count == 14 { randomness = Self.readDigits(text) }
        }
    }

    /// What becomes of `th` on the way out.
    public enum Change: Hashable, Sendable {
        case keep
        case erase
        case set(UInt64)
    }

    /// Appends the member's value after the change; appends nothing when nothing is left of it.
    ///
    /// When the result would be longer than the 256 bytes that the format allows, unknown sub-keys are dropped from the
    /// right.
    public static func write(_ value: ByteView, change: Change, to buffer: inout ByteBuffer) {
        let start = buffer.count
        if case .set(let threshold) = change {
            buffer.append("th:")
            writeThreshold(threshold, to: &buffer)
        }
        forEach(value) { key, text in
            if key == "th", change != .keep { return }
            let separator = buffer.count > start ? 1 : 0
            if buffer.count - start + separator + key.count + 1 + text.count > 256 { return }
            if separator == 1 { buffer.append(0x3B) }
            buffer.append(key)
            buffer.append(0x3A)
            buffer.append(text)
        }
    }

    /// Appends the hex digits of a threshold without trailing zeros; 0 is `0`.
    public static func writeThreshold(_ threshold: UInt64, to buffer: inout ByteBuffer) {
        precondition(threshold < 1 << 56, "A threshold has 56 bits; never is not expressible.")
        var shift: UInt64 = 52
        repeat {
            let nibble = UInt8(threshold >> shift & 0xF)
            buffer.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
            if threshold & ((1 << shift) - 1) == 0 { return }
            shift -= 4
        } while true
    }

    /// Reads 1...14 lower-case digits; those that are missing at the right are zeros.
    public static func readThreshold(_ text: ByteView) -> UInt64? {
        guard (1...14).contains(text.count), let digits = readDigits(text) else { return nil }
        return digits << UInt64(4 * (14 - text.count))
    }

    private static func readDigits(_ text: ByteView) -> UInt64? {
        var word: UInt64 = 0
        for i in 0..<text.count {
            guard let nibble = HexWord.nibble(text[i]) else { return nil }
            word = word << 4 | nibble
        }
        return word
    }

    private static func forEach(_ value: ByteView, _ body: (_ key: ByteView, _ text: ByteView) -> Void) {
        var start = 0
        while start < value.count {
            let end = value.firstIndex(of: 0x3B, from: start) ?? value.count
            let part = value.slice(from: start, count: end - start)
            if let colon = part.firstIndex(of: 0x3A) { body(part.prefix(colon), part.dropFirst(colon + 1)) }
            start = end + 1
        }
    }
}
