// Into which slot of a histogram a duration falls.

import Bytes

/// The bounds of every latency histogram, from 100 µs to 60 s, each about two and a half times the one before.
///
/// A bound belongs to its bucket ("le" of Prometheus); what is longer than the last falls into one more.
public enum LatencyBuckets {
    /// Upper bounds in microseconds.
    public static let bounds: [UInt64] = (0..<boundCount).map(bound)

    /// How many bounds there are.
    public static let boundCount = 18
    /// How many slots: one for each bound, and one for what lies beyond.
    public static let slotCount = boundCount + 1

    /// The upper bound of a slot in microseconds; the last slot has none.
    static func bound(_ slot: Int) -> UInt64 {
        switch slot {
        case 0: 100
        case 1: 250
        case 2: 500
        case 3: 1_000
        case 4: 2_500
        case 5: 5_000
        case 6: 10_000
        case 7: 25_000
        case 8: 50_000
        case 9: 100_000
        case 10: 250_000
        case 11: 500_000
        case 12: 1_000_000
        case 13: 2_500_000
        case 14: 5_000_000
        case 15: 10_000_000
        case 16: 30_000_000
        default: 60_000_000
        }
    }

    /// The slot of a duration: the first whose bound is not below it.
    ///
    /// Most requests take less than a few milliseconds, so looking from the front is as quick as anything.
    public static func slot(ofMicroseconds microseconds: UInt64) -> Int {
        var slot = microseconds <= 1_000 ? 0 : microseconds <= 100_000 ? 4 : 10
        while slot < boundCount, bound(slot) < microseconds { slot &+= 1 }
        return slot
    }
}
