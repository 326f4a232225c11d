// When is which tunnel told that the gateway stops?

import Time

/// The turns in which a drain ends a worker's tunnels.
///
/// They end early, because nobody knows how long they would last, and not all at once, because their clients come back
/// elsewhere: every turn ends an equal share of those that are left, and at least one. So a few are done soon.
struct TunnelDrain {
    /// In so many turns many tunnels end.
    private static var turns: UInt64 { 100 }
    /// The last turn comes so long before the end of the grace period, so that both sides hear it. In nanoseconds.
    private static var farewell: UInt64 { 250_000_000 }

    /// When the last turn comes; all that are left end in it.
    let endsAt: Instant
    /// What wakes the worker for the next turn.
    let timer: TimerID
    /// From turn to turn, in nanoseconds.
    private let period: UInt64

    /// None is under way.
    init() {
        endsAt = .distantFuture
        timer = .none
        period = 1
    }

    /// A drain that begins now and is over at `end`.
    init(from now: Instant, until end: Instant, timer: TimerID) {
        let grace = end.nanoseconds(since: now)
        let span = grace - min(Self.farewell, grace / 2)
        endsAt = now.advanced(byNanoseconds: span)
        period = max(span / Self.turns, 1)
        self.timer = timer
    }

    /// How many of `count` tunnels end in a turn.
    func share(of count: Int, at now: Instant) -> Int {
        if now >= endsAt { return count }
        let turnsLeft = Int(clamping: endsAt.nanoseconds(since: now) / period) + 1
        return (count + turnsLeft - 1) / turnsLeft
    }

    /// When the next turn comes.
    func turn(after now: Instant) -> Instant {
        now >= endsAt ? .distantFuture : min(now.advanced(byNanoseconds: period), endsAt)
    }
}
