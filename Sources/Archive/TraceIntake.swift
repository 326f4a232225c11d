// May this span be kept, given that its trace must be kept whole or not at all?

import Telemetry
import Time

/// Lets so many new traces a second into the archive, and stays with what it said about each.
///
/// A trace's first span decides: there is a token, or there is not. Its later spans, which other services may send
/// seconds after, must meet the same answer. Admitted ids are remembered exactly; they are few, because the rate bounds
/// them. Refused ids can be millions, so they are remembered in a Bloom filter (1970), whose rare false answer refuses
/// a trace that was never seen, and refuses it as a whole. Both memories forget after `memory` to twice that time.
public struct TraceIntake: Sendable {
    /// New traces a second, and as many again at once after a quiet second.
    public let tracesPerSecond: Double
    /// How long, at least, an answer is stood by: what may lie between the first and the last report of one trace.
    public let memory: Duration

    private var budget: TokenBucket
    /// Traces that someone forced have a budget of their own, so that they are seen while everything is traced.
    private var forcedBudget: TokenBucket
    private var admitted: Set<UInt64> = []
    private var admittedBefore: Set<UInt64> = []
    private var refused = TraceFilter()
    private var refusedBefore = TraceFilter()
    private var turnsAt: Instant
    /// The last answer; the spans of one request come one after another.
    private var last: (id: UInt64, admits: Bool)?

    /// Traps when the rate is negative or the memory is not positive; configuration is checked before it comes here.
    public init(tracesPerSecond: Double = 100, memory: Duration = .seconds(30), now: Instant) {
        precondition(memory > .zero, "An intake must remember its answers for some time.")
        self.tracesPerSecond = tracesPerSecond
        self.memory = memory
        budget = TokenBucket(capacity: max(1, tracesPerSecond), perSecond: tracesPerSecond, now: now)
        forcedBudget = TokenBucket(capacity: max(1, tracesPerSecond / 10), perSecond: tracesPerSecond / 10, now: now)
        turnsAt = now + memory
    }

    /// Whether spans of `trace` are kept. Decided by the low half of the id, which old and new clients share.
    public mutating func admits(_ trace: TraceID, isForced: Bool = false, at now: Instant) -> Bool {
        if now >= turnsAt { turn(at: now) }
        if let last, last.id == trace.low { return last.admits }
        let answer = answer(trace.low, isForced: isForced, at: now)
        last = (trace.low, answer)
        return answer
    }

    private mutating func answer(_ id: UInt64, isForced: Bool, at now: Instant) -> Bool {
        if admitted.contains(id) { return true }
        if admittedBefore.contains(id) {
            admitted.insert(id)
            return true
        }
        if !refused.contains(id), !refusedBefore.contains(id), takeToken(isForced: isForced, at: now) {
            admitted.insert(id)
            return true
        }
        // Noted again when it was refused in the older filter, so that a trace that goes on stays refused.
        refused.insert(id)
        return false
    }

    private mutating func takeToken(isForced: Bool, at now: Instant) -> Bool {
        budget.take(at: now) || (isForced && forcedBudget.take(at: now))
    }

    /// Forgets the older generation; both of them when nothing was asked for that long.
    private mutating func turn(at now: Instant) {
        let isStale = now >= turnsAt + memory
        admittedBefore = isStale ? [] : admitted
        admitted = []
        refusedBefore.clear()
        swap(&refused, &refusedBefore)
        if isStale { refusedBefore.clear() }
        turnsAt = now + memory
        last = nil
    }
}
