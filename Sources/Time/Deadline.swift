// By when must something be done, and how much of that time is left?

/// An instant by which something must be done; `never` for work without a bound.
///
/// A deadline passes at its instant, not after it: at exactly that moment nothing remains.
public struct Deadline: Hashable, Sendable {
    /// The moment at which the time is up.
    public let instant: Instant

    public init(at instant: Instant) { self.instant = instant }

    /// The deadline `duration` after `now`; a negative duration has passed already.
    public init(after duration: Duration, from now: Instant) { instant = now + duration }

    /// No bound at all.
    public static var never: Deadline { Deadline(at: .distantFuture) }

    public var isNever: Bool { instant == .distantFuture }

    /// Whether the time is up.
    public func hasPassed(at now: Instant) -> Bool { !isNever && now >= instant }

    /// What is left of the time, never below zero; 292 years for `never`.
    public func remaining(at now: Instant) -> Duration {
        Duration(nanoseconds64: isNever ? .max : Int64(clamping: instant.nanoseconds(since: now)))
    }

    /// The nearer of this deadline and one `duration` after `now`: how an inner step is bounded by the whole.
    public func tightened(to duration: Duration, from now: Instant) -> Deadline {
        min(self, Deadline(after: duration, from: now))
    }
}

extension Deadline: Comparable {
    public static func < (left: Deadline, right: Deadline) -> Bool { left.instant < right.instant }
}
