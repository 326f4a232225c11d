// Who on this loop waits for what, and until when?

import Time

/// The tasks that wait on one loop: for a direction of a descriptor, for a moment, or for whichever comes first.
///
/// Descriptors are edge-triggered: an event that nobody waits for is remembered and ends the next wait at once, so a
/// wait may end although nothing is there to be read; the reader then waits again. One task at a time may wait for one
/// direction of a descriptor. Touched by the loop's thread only.
struct LoopWaiters: ~Copyable {
    typealias Resume = CheckedContinuation<WaitOutcome, Never>

    private struct Flow {
        var isReadable = false
        var isWritable = false
        /// The peer's end was announced, once and for all.
        var isHungUp = false
        var reader: UInt64?
        var writer: UInt64?
    }

    private struct Waiter {
        let resume: Resume
        let flow: FlowID?
        let interest: FlowInterest
        let timer: TimerID
    }

    private var flows: [UInt64: Flow] = [:]
    private var waiters: [UInt64: Waiter] = [:]
    private var wheel: TimerWheel
    private var lastFlow: UInt64 = 0

    init(now: Instant) { wheel = TimerWheel(now: now) }

    /// How many tasks wait.
    var count: Int { waiters.count }

    /// A name for a descriptor that is about to be registered with the poller under `rawValue`.
    mutating func addFlow() -> FlowID {
        lastFlow += 1
        flows[lastFlow] = Flow()
        return FlowID(rawValue: lastFlow)
    }

    /// Forgets a descriptor; who waited for it is told `closed`.
    mutating func removeFlow(_ id: FlowID) {
        guard let flow = flows.removeValue(forKey: id.rawValue) else { return }
        for ticket in [flow.reader, flow.writer] {
            if let ticket { finish(ticket, .closed) }
        }
    }

    /// Begins a wait under the name `ticket`, or ends it at once: the direction is ready, or the flow is gone.
    mutating func wait(_ ticket: UInt64, _ flow: FlowID?, _ interest: FlowInterest, until: Deadline, _ resume: Resume) {
        if let flow, let outcome = admit(ticket, flow, interest) {
            resume.resume(returning: outcome)
            return
        }
        let timer = until.isNever ? TimerID.none : wheel.add(token: ticket, at: until.instant)
        waiters[ticket] = Waiter(resume: resume, flow: flow, interest: interest, timer: timer)
    }

    /// Notes the wish with the flow; an outcome when there is nothing to wait for.
    private mutating func admit(_ ticket: UInt64, _ id: FlowID, _ interest: FlowInterest) -> WaitOutcome? {
        guard var flow = flows[id.rawValue] else { return .closed }
        defer { flows[id.rawValue] = flow }
        switch interest {
        case .readable:
            if flow.isReadable {
                flow.isReadable = false
                return .ready(hangup: flow.isHungUp)
            }
            precondition(flow.reader == nil, "Two tasks wait to read from one descriptor.")
            flow.reader = ticket
        case .writable:
            if flow.isWritable {
                flow.isWritable = false
                return .ready(hangup: flow.isHungUp)
            }
            precondition(flow.writer == nil, "Two tasks wait to write to one descriptor.")
            flow.writer = ticket
        }
        return nil
    }

    /// Passes an event of the poller on. The name may be stale.
    mutating func note(_ event: PollEvent) {
        guard var flow = flows[event.token] else { return }
        let isBroken = event.error || event.closed
        let isReadable = event.readable || event.hangup || isBroken
        let isWritable = event.writable || isBroken
        let outcome = WaitOutcome.ready(hangup: event.hangup || isBroken)
        if event.hangup || isBroken { flow.isHungUp = true }
        if isReadable { flow.isReadable = flow.reader == nil }
        if isWritable { flow.isWritable = flow.writer == nil }
        flows[event.token] = flow
        if isReadable, let reader = flow.reader { finish(reader, outcome) }
        if isWritable, let writer = flow.writer { finish(writer, outcome) }
    }

    /// Ends one wait; nothing happens when it ended already.
    mutating func finish(_ ticket: UInt64, _ outcome: WaitOutcome) {
        guard let waiter = waiters.removeValue(forKey: ticket) else { return }
        wheel.cancel(waiter.timer)
        if let flow = waiter.flow { leave(flow, waiter.interest) }
        waiter.resume.resume(returning: outcome)
    }

    private mutating func leave(_ flow: FlowID, _ interest: FlowInterest) {
        switch interest {
        case .readable: flows[flow.rawValue]?.reader = nil
        case .writable: flows[flow.rawValue]?.writer = nil
        }
    }

    /// Ends the waits whose deadline has come.
    mutating func expire(now: Instant) {
        while let ticket = wheel.nextExpired(now: now) { finish(ticket, .timedOut) }
    }

    /// How long the poller may wait: milliseconds, or -1 when no deadline is set.
    func pollTimeout(now: Instant) -> Int32 {
        guard let next = wheel.nextDeadline() else { return -1 }
        return Int32(clamping: max(0, (next - now).millisecondsRoundedUp))
    }
}
