// How do spans leave the workers' rings?

import Archive
import Telemetry
import Time

/// Empties the rings: every span into the open batch, those of admitted traces also into the archive's.
///
/// A record is encoded where it lies. Only what the archive takes in becomes a `ZipkinSpan`, and the intake bounds how
/// much that is.
struct SpanDrain: ~Copyable {
    /// How many spans are taken from one ring before the next has its turn.
    private static let turn = 1024

    private let rings: [SpanRing]
    private let ledger: Ledger
    private let exports: Bool
    private var batch: SpanBatch
    private var intake: TraceIntake?

    /// What was taken since the ledger was last told.
    private var encoded = 0
    private var oversized = 0
    private var admitted: [ZipkinSpan] = []
    private var refused = 0

    init(rings: [SpanRing], ledger: Ledger, limits: BatchLimits?, intake: TraceIntake?) {
        self.rings = rings
        self.ledger = ledger
        self.intake = intake
        exports = limits != nil
        batch = SpanBatch(limits: limits ?? BatchLimits())
    }

    /// When the open batch is due; nil while it is empty.
    var dueAt: Instant? { batch.dueAt }

    /// Takes up to `limit` spans out of the rings. Returns how many there were; fewer than `limit` means that the rings
    /// were found empty.
    mutating func run(now: Instant, limit: Int) -> Int {
        var taken = 0
        var found = 1
        while found > 0, taken < limit {
            found = 0
            for ring in rings {
                found += ring.drain(limit: min(Self.turn, limit - taken - found)) { record in take(record, now: now) }
            }
            taken += found
        }
        report()
        return taken
    }

    /// Closes the open batch when it is due, or in any case; whatever was closed is in the destinations' queues.
    mutating func close(now: Instant, always: Bool = false) {
        if always || batch.isDue(at: now) { closeBatch() }
    }

    /// The spans that the archive shall keep, counted as waiting; the caller tells the ledger what became of them.
    mutating func takeAdmitted() -> [ZipkinSpan] {
        defer { admitted = [] }
        return admitted
    }

    /// Spans that others sent: for the archive only.
    mutating func receive(_ spans: [ZipkinSpan], now: Instant) {
        guard intake != nil else { return }
        let before = admitted.count
        for span in spans where admits(span.traceID, isForced: span.isDebug, now: now) { admitted.append(span) }
        let count = admitted.count - before
        ledger.archive { $0.receive(admitted: count, refused: spans.count - count) }
    }

    // MARK: Steps

    private mutating func take(_ record: SpanRecord, now: Instant) {
        if intake != nil {
            if admits(record.traceID, isForced: record.isDebug, now: now) {
                admitted.append(ZipkinSpan(record))
            } else {
                refused += 1
            }
            newlyTaken += 1
        }
        if exports { export(record, now: now) }
    }

    /// Spans that the archive's books do not know of yet.
    private var newlyTaken = 0

    private mutating func admits(_ trace: TraceID, isForced: Bool, now: Instant) -> Bool {
        intake?.admits(trace, isForced: isForced, at: now) ?? false
    }

    private mutating func export(_ record: SpanRecord, now: Instant) {
        var addition = batch.add(record, at: now)
        if addition == .full {
            closeBatch()
            addition = batch.add(record, at: now)
        }
        if addition == .added { encoded += 1 } else { oversized += 1 }
    }

    private mutating func closeBatch() {
        let (encoded, oversized) = takeCounts()
        guard let closed = batch.close() else {
            ledger.exports { $0.take(encoded: encoded, oversized: oversized) }
            return
        }
        ledger.exports { books in
            books.take(encoded: encoded, oversized: oversized)
            books.close(closed)
        }
    }

    /// Tells the ledger what was taken and not yet told.
    private mutating func report() {
        let (encoded, oversized) = takeCounts()
        if exports { ledger.exports { $0.take(encoded: encoded, oversized: oversized) } }
        let (refused, taken) = (refused, newlyTaken)
        self.refused = 0
        newlyTaken = 0
        ledger.archive { $0.take(admitted: taken - refused, refused: refused) }
    }

    private mutating func takeCounts() -> (encoded: Int, oversized: Int) {
        defer { (encoded, oversized) = (0, 0) }
        return (encoded, oversized)
    }
}
