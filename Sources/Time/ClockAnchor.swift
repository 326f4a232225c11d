// Which calendar time was it at a monotonic instant?

/// One moment read on both clocks, so that instants can be told as microseconds since 1970 (UTC).
///
/// A worker takes an anchor once in a while (steps of the wall clock then show up at once instead of inside of a
/// span) and converts with integer arithmetic only: no clock is read for a timestamp.
public struct ClockAnchor: Hashable, Sendable {
    /// The moment on the monotonic clock.
    public let instant: Instant
    /// The same moment on the wall clock, in microseconds since 1970-01-01T00:00:00Z.
    public let unixMicroseconds: Int64

    public init(instant: Instant, unixMicroseconds: Int64) {
        self.instant = instant
        self.unixMicroseconds = unixMicroseconds
    }

    /// Microseconds since 1970 at `other`, rounded down; `other` may lie before or after the anchor.
    public func unixMicroseconds(at other: Instant) -> Int64 {
        if other >= instant {
            return unixMicroseconds &+ Int64(clamping: other.nanoseconds(since: instant) / 1_000)
        }
        let back = instant.nanoseconds(since: other)
        return unixMicroseconds &- Int64(clamping: back / 1_000 + (back % 1_000 == 0 ? 0 : 1))
    }

    /// The instant at which the wall clock shows `microseconds`; clamped to the monotonic clock's range.
    public func instant(atUnixMicroseconds microseconds: Int64) -> Instant {
        let (difference, overflow) = microseconds.subtractingReportingOverflow(unixMicroseconds)
        if overflow { return microseconds < 0 ? .zero : .distantFuture }
        let (scaled, tooFar) = difference.multipliedReportingOverflow(by: 1_000)
        if tooFar { return difference < 0 ? .zero : .distantFuture }
        return instant.advanced(by: Duration(nanoseconds64: scaled))
    }
}
