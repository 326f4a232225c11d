// When is it, on a clock that only goes forward?

/// A moment on the monotonic clock, in nanoseconds since an arbitrary start (on Linux: the boot).
///
/// Instants of one machine and one boot can be compared; they say nothing about the calendar (see `ClockAnchor`).
/// This house never reads a clock: whoever needs the present is handed an `Instant`. Arithmetic saturates at both ends,
/// so that a timeout of a thousand years is merely far away.
public struct Instant: Hashable, Sendable {
    /// Nanoseconds since the clock's start; 2^64 of them are 584 years.
    public let nanoseconds: UInt64

    public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// The start of the clock.
    public static var zero: Instant { Instant(nanoseconds: 0) }

    /// Later than anything that happens; a timer set to it never fires.
    public static var distantFuture: Instant { Instant(nanoseconds: .max) }

    /// The instant `count` nanoseconds later. Cheaper than adding a `Duration`, which is 128 bits wide.
    public func advanced(byNanoseconds count: UInt64) -> Instant {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(count)
        return Instant(nanoseconds: overflow ? .max : sum)
    }

    /// The instant `duration` later, or earlier when it is negative.
    public func advanced(by duration: Duration) -> Instant {
        let count = duration.nanoseconds64
        if count >= 0 { return advanced(byNanoseconds: UInt64(count)) }
        let back = count.magnitude
        return Instant(nanoseconds: nanoseconds > back ? nanoseconds - back : 0)
    }

    /// Nanoseconds from `earlier` to this instant; zero when `earlier` is in fact later.
    public func nanoseconds(since earlier: Instant) -> UInt64 {
        nanoseconds > earlier.nanoseconds ? nanoseconds - earlier.nanoseconds : 0
    }

    public static func + (instant: Instant, duration: Duration) -> Instant { instant.advanced(by: duration) }

    public static func - (instant: Instant, duration: Duration) -> Instant { instant.advanced(by: .zero - duration) }

    /// The time from `right` to `left`; negative when `right` is later.
    public static func - (left: Instant, right: Instant) -> Duration {
        left >= right
            ? Duration(nanoseconds64: Int64(clamping: left.nanoseconds - right.nanoseconds))
            : Duration(nanoseconds64: -Int64(clamping: right.nanoseconds - left.nanoseconds))
    }

    public static func += (instant: inout Instant, duration: Duration) { instant = instant + duration }
}

extension Instant: Comparable {
    public static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }
}

extension Instant: CustomStringConvertible {
    /// Seconds with nine digits, such as `12.000000345s`.
    public var description: String {
        let fraction = String(nanoseconds % 1_000_000_000)
        return "\(nanoseconds / 1_000_000_000).\(String(repeating: "0", count: 9 - fraction.count))\(fraction)s"
    }
}
