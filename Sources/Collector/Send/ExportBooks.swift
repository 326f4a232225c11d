// Where is each sampled span now, for every destination?

import Time

/// The collector's bookkeeping of all destinations: one value, changed in whole steps, so that it adds up between any two.
///
/// A span is recorded by a worker (in a ring), taken by the drain (in the open batch), closed with its batch (in every
/// destination's queue), and then delivered or dropped per destination. What the drain cannot encode is dropped for all.
public struct ExportBooks: Sendable {
    /// One entry for each destination, in the order of the configuration.
    public private(set) var deliveries: [Delivery]
    /// Spans taken out of the rings.
    private var taken: UInt64 = 0
    /// Spans in the batch that is being filled.
    private var open: UInt64 = 0
    private var unsendable: [DropReason: UInt64] = [:]

    public init(destinations: [DeliveryLimits]) {
        deliveries = destinations.map { Delivery(limits: $0) }
    }

    /// The drain took `encoded` spans into the open batch, and some that cannot be sent.
    public mutating func take(encoded: Int, oversized: Int = 0, unreadable: Int = 0) {
        taken += UInt64(encoded + oversized + unreadable)
        open += UInt64(encoded)
        if oversized > 0 { unsendable[.oversized, default: 0] += UInt64(oversized) }
        if unreadable > 0 { unsendable[.unreadable, default: 0] += UInt64(unreadable) }
    }

    /// The open batch is complete and goes to every destination.
    public mutating func close(_ batch: ExportBatch) {
        precondition(UInt64(batch.spans) <= open, "A batch holds more spans than were taken.")
        open -= UInt64(batch.spans)
        for i in deliveries.indices { deliveries[i].offer(batch) }
    }

    public mutating func next(_ destination: Int, now: Instant) -> Delivery.Step {
        deliveries[destination].next(now: now)
    }

    public mutating func finished(
        _ destination: Int,
        _ outcome: DeliveryOutcome,
        now: Instant,
        using random: inout some RandomNumberGenerator
    ) {
        deliveries[destination].finished(outcome, now: now, using: &random)
    }

    /// Whether nothing waits for any destination.
    public var isEmpty: Bool { open == 0 && deliveries.allSatisfy(\.isEmpty) }

    public mutating func hurry() {
        for i in deliveries.indices { deliveries[i].hurry() }
    }

    /// Gives up what waits everywhere; returns how many spans that were, counted once for each destination.
    @discardableResult
    public mutating func abandon() -> Int {
        var spans = 0
        for i in deliveries.indices { spans += deliveries[i].abandon() }
        return spans
    }

    /// One destination's figures. `rings` must be read no earlier than the last `take`, so that nothing that was taken
    /// is missing in it.
    public func figures(_ destination: Int, rings: RingTotals) -> DeliveryFigures {
        precondition(rings.recorded >= taken, "More spans were taken than had been recorded.")
        var figures = deliveries[destination].figures
        figures.sampled = rings.recorded + rings.lost
        figures.waiting += rings.recorded - taken + open
        for (reason, spans) in unsendable { figures.dropped[reason, default: 0] += spans }
        if rings.lost > 0 { figures.dropped[.ringFull, default: 0] += rings.lost }
        return figures
    }
}
