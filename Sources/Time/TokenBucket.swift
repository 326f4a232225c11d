// May one more happen now, when only so many may happen per second?

/// A budget that refills evenly over time and holds at most `capacity` tokens.
///
/// Used for throttled log lines, bounded intake and budgets that are also filled by deposits. It begins full. Fractions
/// of a token are kept, so a rate of 0.1 per second grants one token every ten seconds.
public struct TokenBucket: Hashable, Sendable {
    /// The most tokens that can be saved up: the burst.
    public let capacity: Double
    /// How many tokens a second brings.
    public let perSecond: Double
    private var level: Double
    private var updated: Instant

    /// Traps on a negative or infinite rate or capacity.
    public init(capacity: Double, perSecond: Double, now: Instant) {
        precondition(capacity >= 0 && capacity.isFinite, "A bucket's capacity is a finite number, zero or more.")
        precondition(perSecond >= 0 && perSecond.isFinite, "A bucket's rate is a finite number, zero or more.")
        self.capacity = capacity
        self.perSecond = perSecond
        level = capacity
        updated = now
    }

    /// Takes `count` tokens if all of them are there; otherwise takes none and returns false.
    public mutating func take(_ count: Double = 1, at now: Instant) -> Bool {
        refill(at: now)
        guard level >= count else { return false }
        level -= count
        return true
    }

    /// Adds tokens by hand; what exceeds the capacity is lost.
    public mutating func deposit(_ count: Double, at now: Instant) {
        refill(at: now)
        level = min(capacity, level + count)
    }

    /// The tokens that are there at `now`.
    public mutating func available(at now: Instant) -> Double {
        refill(at: now)
        return level
    }

    /// A `now` before the last one changes nothing: callers may hand in slightly old instants.
    private mutating func refill(at now: Instant) {
        guard now > updated else { return }
        level = min(capacity, level + Double(now.nanoseconds(since: updated)) * perSecond / 1_000_000_000)
        updated = now
    }
}
