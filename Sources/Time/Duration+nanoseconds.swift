// How many whole nanoseconds or milliseconds is a duration?

extension Duration {
    /// A duration of `count` nanoseconds.
    public init(nanoseconds64 count: Int64) { self = .nanoseconds(count) }

    /// Whole nanoseconds, rounded toward zero and clamped to 64 bits (292 years).
    ///
    /// Costs a 128-bit division: hot code converts once, when the plan is made, and keeps the number.
    public var nanoseconds64: Int64 {
        let (seconds, attoseconds) = components
        let (whole, tooMany) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflow) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        if tooMany || overflow { return seconds < 0 ? .min : .max }
        return sum
    }

    /// Whole nanoseconds as `Instant.advanced(byNanoseconds:)` takes them; 0 for a negative duration.
    public var positiveNanoseconds: UInt64 { UInt64(max(0, nanoseconds64)) }

    /// Whole microseconds, rounded toward zero.
    public var microseconds64: Int64 { nanoseconds64 / 1_000 }

    /// Whole milliseconds, rounded toward zero.
    public var milliseconds64: Int64 { nanoseconds64 / 1_000_000 }

    /// Whole milliseconds, rounded up: the shortest poll timeout that does not wake before the time has passed.
    public var millisecondsRoundedUp: Int64 {
        let count = nanoseconds64
        let whole = count / 1_000_000
        return count > 0 && count % 1_000_000 != 0 ? whole + 1 : whole
    }
}
