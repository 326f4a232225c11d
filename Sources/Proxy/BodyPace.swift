// Does a request's body come fast enough?

import Time

/// When a body that comes on a stream was last moved, and how much of it came in the present window.
struct BodyPace {
    /// When the body has paused for too long.
    var idleUntil: Instant = .distantFuture
    /// When the rate of the body is judged next.
    var windowEndsAt: Instant = .distantFuture
    var bytesInWindow: UInt64 = 0
}
