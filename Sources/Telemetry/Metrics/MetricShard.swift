// Where one worker keeps its numbers.

import HTTP
import Synchronization

/// One worker's numbers in one run of atomic slots: written by that worker alone, read by anyone at any time.
///
/// Because there is one writer, an addition is a load, an add and a store, relaxed: no locked instruction. A reader may
/// see the parts of one event apart; sums are exact once the worker is quiet. Gauges go up and down by wrapping adds, and
/// the sum over all workers is right although one worker's share may not be.
@safe
public final class MetricShard: @unchecked Sendable {
    // The slots are atomics; all else is immutable.
    public let layout: MetricLayout
    private let slots: UnsafeMutablePointer<Atomic<UInt64>>
    private let slotCount: Int
    private let routeCount: Int
    private let upstreamCount: Int
    private let upstreamStart: Int

    public init(_ layout: MetricLayout) {
        self.layout = layout
        slotCount = layout.slotCount
        routeCount = layout.routes.count
        upstreamCount = layout.upstreams.count
        upstreamStart = layout.upstreamBase(0)
        unsafe slots = .allocate(capacity: layout.slotCount)
        for i in 0..<layout.slotCount { unsafe (slots + i).initialize(to: Atomic(0)) }
    }

    deinit {
        unsafe slots.deinitialize(count: slotCount)
        unsafe slots.deallocate()
    }

    // MARK: The worker

    public func add(_ counter: WorkerCounter, _ amount: UInt64 = 1) { add(slot: counter.rawValue, amount) }

    /// Takes from a gauge.
    public func subtract(_ counter: WorkerCounter, _ amount: UInt64 = 1) { add(slot: counter.rawValue, 0 &- amount) }

    /// Counts what a request's trace fields came to.
    public func count(_ entry: TraceEntry) {
        add(entry.isContinued ? .contextContinued : .contextMinted)
        if !entry.isPlain { countFields(entry) }
    }

    @inline(never)
    private func countFields(_ entry: TraceEntry) {
        if !entry.isContinued, entry.extraction.outcome != .absent { add(.contextRestarted) }
        if entry.extraction.disagrees { add(.contextDisagreeing) }
        for format in TraceFormat.allCases where entry.extraction.malformed.contains(format) {
            add(WorkerCounter(malformed: format))
        }
        for bit in 0..<SteeringFields.count {
            let group = SteeringFields(rawValue: 1 << bit)
            if entry.refused.contains(group) { add(WorkerCounter(refused: group)) }
        }
        if entry.hasUnreadableOverride { add(.overrideUnreadable) }
        switch entry.verdict.reason {
        case .override, .forced, .hidden: add(.overrideHonoured)
        default: break
        }
    }

    // MARK: Routes

    /// A request of this route begins.
    public func requestBegan(route: Int) { add(slot: routeSlot(route), 1) }

    /// It has ended: its class, its latency, its verdict.
    public func requestEnded(route: Int, status: UInt16, microseconds: UInt64, verdict: SamplingVerdict) {
        let base = routeSlot(route)
        add(slot: base + MetricLayout.routeInFlight, 0 &- 1)
        add(slot: base + MetricLayout.routeClasses + Int(StatusClass(status: status).rawValue), 1)
        add(slot: base + MetricLayout.routeLatencySum, microseconds)
        add(slot: base + MetricLayout.routeBuckets + LatencyBuckets.slot(ofMicroseconds: microseconds), 1)
        let verdictSlot = Int(verdict.reason.rawValue) * 2 + (verdict.isSampled ? 1 : 0)
        add(slot: base + MetricLayout.routeVerdicts + verdictSlot, 1)
    }

    /// A gRPC call of this route has ended.
    public func callEnded(route: Int, _ status: GRPCStatus) {
        add(slot: routeSlot(route) + MetricLayout.routeCalls + Int(status.rawValue), 1)
    }

    // MARK: Upstreams

    public func add(_ counter: UpstreamCounter, upstream: Int, _ amount: UInt64 = 1) {
        add(slot: upstreamSlot(upstream) + counter.rawValue, amount)
    }

    /// Takes from a gauge.
    public func subtract(_ counter: UpstreamCounter, upstream: Int, _ amount: UInt64 = 1) {
        add(slot: upstreamSlot(upstream) + counter.rawValue, 0 &- amount)
    }

    /// An attempt has ended with this status (0 for none) after this time.
    public func attemptEnded(upstream: Int, status: UInt16, microseconds: UInt64) {
        let base = upstreamSlot(upstream)
        add(slot: base + MetricLayout.upstreamClasses + Int(StatusClass(status: status).rawValue), 1)
        add(slot: base + MetricLayout.upstreamLatencySum, microseconds)
        add(slot: base + MetricLayout.upstreamBuckets + LatencyBuckets.slot(ofMicroseconds: microseconds), 1)
    }

    // MARK: Slots

    private func routeSlot(_ route: Int) -> Int {
        precondition(route >= 0 && route < routeCount, "There is no route of that number.")
        return MetricLayout.routeBase(route)
    }

    private func upstreamSlot(_ upstream: Int) -> Int {
        precondition(upstream >= 0 && upstream < upstreamCount, "There is no upstream of that number.")
        return upstreamStart + upstream * MetricLayout.upstreamSlots
    }

    private func add(slot: Int, _ amount: UInt64) {
        assert(slot >= 0 && slot < slotCount)
        // Sound: block and offset were checked or are constants of the layout; this worker is the only writer.
        let old = unsafe slots[slot].load(ordering: .relaxed)
        unsafe slots[slot].store(old &+ amount, ordering: .relaxed)
    }

    /// Adds all slots to `sums`, which has one for each.
    func sum(into sums: inout [UInt64]) {
        precondition(sums.count == slotCount, "Shards of different layouts cannot be summed.")
        for i in 0..<slotCount { unsafe sums[i] &+= slots[i].load(ordering: .relaxed) }
    }
}
