// How long should the next attempt wait?

/// Delays that double from `initial` to `maximum`, each shortened by chance so that clients do not march in step.
///
/// The n-th delay (from 0) is drawn evenly from `[(1 - jitter) · d, d]` with `d = min(maximum, initial · 2^n)`: chance
/// only shortens, so `maximum` holds. Marc Brooker, "Exponential Backoff And Jitter" (AWS, 2015) shows why a wide jitter
/// clears a backlog sooner than none.
public struct Backoff: Hashable, Sendable {
    public let initial: Duration
    public let maximum: Duration
    /// The share of a delay that chance may take away, 0 (none) to 1 (all of it).
    public let jitter: Double
    /// How many delays were handed out since the start or the last reset.
    public private(set) var attempts: Int = 0

    /// Traps unless `0 < initial <= maximum` and `0 <= jitter <= 1`; configuration is checked before it comes here.
    public init(initial: Duration, maximum: Duration, jitter: Double = 0.5) {
        precondition(initial > .zero && maximum >= initial, "A backoff needs 0 < initial <= maximum.")
        precondition(jitter >= 0 && jitter <= 1, "A backoff's jitter lies between 0 and 1.")
        self.initial = initial
        self.maximum = maximum
        self.jitter = jitter
    }

    /// The delay before the next attempt; each call moves on to a longer one.
    public mutating func next(using random: inout some RandomNumberGenerator) -> Duration {
        defer { attempts &+= 1 }
        return delay(attempt: attempts, using: &random)
    }

    /// The delay number `attempt`, counted from 0, whatever was handed out before.
    public func delay(attempt: Int, using random: inout some RandomNumberGenerator) -> Duration {
        let full = ceiling(attempt: max(0, attempt))
        let shortest = Double(full) * (1 - jitter)
        // Compared as floating point first: the largest 64-bit delay rounds up to a number that is no Int64 any more.
        if shortest >= Double(full) { return Duration(nanoseconds64: full) }
        return Duration(nanoseconds64: Int64.random(in: Int64(shortest)...full, using: &random))
    }

    /// Begins again at `initial`: the attempt succeeded.
    public mutating func reset() { attempts = 0 }

    private func ceiling(attempt: Int) -> Int64 {
        let most = maximum.nanoseconds64
        let first = initial.nanoseconds64
        // After 62 doublings every 64-bit delay has reached the maximum; comparing first avoids the overflow.
        return attempt > 62 || first > most >> Int64(attempt) ? most : first << Int64(attempt)
    }
}
