// What time is it for the collector, and how does it wait?

import Time

/// Time as the collector uses it, handed in so that a test can be its own clock.
public struct CollectorClock: Sendable {
    /// The present on the monotonic clock.
    public let now: @Sendable () -> Instant
    /// The present in microseconds since 1970.
    public let unixMicroseconds: @Sendable () -> Int64
    /// Waits until an instant, or less when the task is cancelled.
    public let sleep: @Sendable (Instant) async -> Void

    public init(
        now: @escaping @Sendable () -> Instant,
        unixMicroseconds: @escaping @Sendable () -> Int64,
        sleep: @escaping @Sendable (Instant) async -> Void
    ) {
        self.now = now
        self.unixMicroseconds = unixMicroseconds
        self.sleep = sleep
    }
}
