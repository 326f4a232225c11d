// What is to be done next about one destination?

import Time

/// The queue of one destination and its state: idle, sending, or pausing after a failure. No I/O: the caller sends.
///
/// ```
///            offer            next -> send           finished(2xx)
///   idle ------------> ready ------------> sending ----------------> ready / idle
///                        ^                    | finished(transient)
///                        +---- pausing <------+        (4xx: the batch is dropped, then ready / idle)
/// ```
/// Batches leave in the order in which they came, one at a time; a full queue drops the new one. An answer to a batch
/// that was abandoned meanwhile is ignored.
public struct Delivery: Sendable {
    /// What the caller does next.
    public enum Step: Hashable, Sendable {
        /// Send this batch, then call `finished`.
        case send(ExportBatch)
        /// Ask again at this instant, or after the next `offer`.
        case wait(until: Instant)
        /// Ask again after the next `offer`.
        case idle
    }

    public let limits: DeliveryLimits
    private var queue: [ExportBatch] = []
    /// The batch being sent, which is not in `queue` any more.
    private var current: ExportBatch?
    private var backoff: Backoff
    private var notBefore: Instant = .zero
    private var counts = DeliveryFigures()

    public init(limits: DeliveryLimits) {
        self.limits = limits
        backoff = limits.backoff
    }

    /// What this destination counted itself; `sampled` and the rings' share are added by the ledger.
    public var figures: DeliveryFigures { counts }

    public var isEmpty: Bool { queue.isEmpty && current == nil }
    public var isSending: Bool { current != nil }

    /// Takes a batch in, or drops it when the queue has no room for its bytes.
    public mutating func offer(_ batch: ExportBatch) {
        guard Int(counts.queuedBytes) + batch.bytes.count <= limits.queueBytes else {
            return counts.drop(batch.spans, .queueFull)
        }
        queue.append(batch)
        counts.waiting += UInt64(batch.spans)
        counts.queuedBytes += UInt64(batch.bytes.count)
    }

    /// The next thing to do at `now`. While a batch is being sent there is nothing else to do.
    public mutating func next(now: Instant) -> Step {
        guard current == nil, !queue.isEmpty else { return .idle }
        guard now >= notBefore else { return .wait(until: notBefore) }
        let batch = queue.removeFirst()
        current = batch
        return .send(batch)
    }

    /// Notes how the attempt ended that the last `.send` asked for.
    public mutating func finished(
        _ outcome: DeliveryOutcome,
        now: Instant,
        using random: inout some RandomNumberGenerator
    ) {
        guard let batch = current else { return }
        current = nil
        switch outcome.meaning {
        case .delivered:
            release(batch)
            counts.delivered += UInt64(batch.spans)
            counts.messages += 1
            counts.messageBytes += UInt64(batch.bytes.count)
            resume()
        case .rejected:
            release(batch)
            counts.drop(batch.spans, .rejected)
            resume()
        case .transient:
            counts.failures[outcome.label, default: 0] += 1
            pause(after: outcome, now: now, using: &random)
            retry(batch, now: now)
        }
    }

    /// Gives up everything that waits; the last act before the end. Returns how many spans that were.
    @discardableResult
    public mutating func abandon() -> Int {
        var spans = 0
        for batch in queue + [current].compactMap({ $0 }) {
            release(batch)
            counts.drop(batch.spans, .shutdown)
            spans += batch.spans
        }
        queue = []
        current = nil
        return spans
    }

    /// Forgets the pause after a failure, for the final flush, which has no time to wait.
    public mutating func hurry() { notBefore = .zero }

    // MARK: Consequences

    private mutating func release(_ batch: ExportBatch) {
        counts.waiting -= UInt64(batch.spans)
        counts.queuedBytes -= UInt64(batch.bytes.count)
    }

    private mutating func resume() {
        backoff.reset()
        notBefore = .zero
    }

    private mutating func pause(
        after outcome: DeliveryOutcome,
        now: Instant,
        using random: inout some RandomNumberGenerator
    ) {
        var delay = backoff.next(using: &random)
        if case .answered(_, let wanted?) = outcome { delay = max(delay, min(wanted, limits.longestRetryAfter)) }
        notBefore = now + delay
    }

    private mutating func retry(_ batch: ExportBatch, now: Instant) {
        if now >= batch.begunAt + limits.giveUpAfter {
            release(batch)
            counts.drop(batch.spans, .expired)
        } else {
            queue.insert(batch, at: 0)
        }
    }
}

extension DeliveryOutcome {
    /// The label of a failed attempt: `http_503`, `timeout`, ...
    var label: String {
        switch self {
        case .answered(let status, _): "http_\(status)"
        case .failed(let failure): failure.rawValue
        }
    }
}
