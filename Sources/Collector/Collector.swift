// Who takes the spans away from the workers?

import Archive
import Telemetry
import Time

/// The cold side's loop over spans: empties the rings, fills the archive, and feeds every destination.
///
/// Work is done in turns (`turn`), which are all that a test needs to call; `run` makes turns until `stop`. One message
/// to each destination is under way at a time; sending goes on between turns. Give the actor a loop by starting `run`
/// in a task that prefers it; sends then prefer `executor`.
public actor Collector {
    /// The most spans that one turn takes, so that sending and stopping get their turns too.
    private static let spansPerTurn = 32_768

    private let settings: CollectorSettings
    private let destinations: [Destination]
    /// What the destinations are called in figures and log lines: two may differ in their URL's query alone.
    private let names: [String]
    private let archive: TraceStore?
    private let clock: CollectorClock
    private let executor: (any TaskExecutor)?
    private nonisolated let ledger: Ledger
    private let logger: Logger

    private var drain: SpanDrain
    private var random: any RandomNumberGenerator & Sendable
    /// The message under way to each destination.
    private var sends: [Task<Void, Never>?]
    /// Which destinations, and whether the archive, failed last: only changes are logged.
    private var troubled: [Bool]
    private var isArchiveTroubled = false
    private var evictAt: Instant
    private var isStopping = false

    /// `archive` is nil when nothing is to be kept; without destinations spans go to the archive alone.
    public init(
        rings: [SpanRing],
        destinations: [Destination],
        archive: TraceStore?,
        settings: CollectorSettings = CollectorSettings(),
        clock: CollectorClock,
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        executor: (any TaskExecutor)? = nil,
        logger: Logger = .silent
    ) {
        self.settings = settings
        self.destinations = destinations
        names = Numbering.distinct(destinations.map(\.name))
        self.archive = archive
        self.clock = clock
        self.random = random
        self.executor = executor
        self.logger = logger
        let ledger = Ledger(rings: rings, destinations: destinations.map(\.limits), hasArchive: archive != nil)
        self.ledger = ledger
        let now = clock.now()
        let intake = TraceIntake(
            tracesPerSecond: settings.archiveTracesPerSecond,
            memory: settings.archiveMemory,
            now: now
        )
        drain = SpanDrain(
            rings: rings,
            ledger: ledger,
            limits: destinations.isEmpty ? nil : settings.batch,
            intake: archive == nil ? nil : intake
        )
        sends = Array(repeating: nil, count: destinations.count)
        troubled = Array(repeating: false, count: destinations.count)
        evictAt = now
    }

    /// What was counted so far; adds up at every moment and may be asked for from any thread.
    public nonisolated var figures: CollectorFigures {
        let (deliveries, kept) = ledger.figures()
        let named = zip(names, deliveries).map { CollectorFigures.Named(name: $0, figures: $1) }
        return CollectorFigures(destinations: named, archive: kept)
    }

    // MARK: Running

    /// Makes turns until `stop` is called or the task is cancelled.
    public func run() async {
        while !isStopping, !Task.isCancelled {
            let taken = turn()
            // A full turn means that more is waiting: go on at once, but let others have the loop in between.
            if taken >= Self.spansPerTurn { await Task.yield() } else { await clock.sleep(nextTurn(after: taken)) }
        }
    }

    /// One turn: rings to batch and archive, due batches to the queues, and a message to each idle destination.
    /// Returns how many spans were taken.
    @discardableResult
    public func turn() -> Int {
        let now = clock.now()
        let taken = drain.run(now: now, limit: Self.spansPerTurn)
        drain.close(now: now)
        keep()
        evict(now: now)
        sendNext()
        return taken
    }

    /// Takes spans that others sent, for the archive. They are searchable when this returns.
    public func receive(_ spans: [ZipkinSpan]) {
        drain.receive(spans, now: clock.now())
        keep()
    }

    /// Waits until nothing is under way. For tests: a send that never ends is waited for.
    public func settle() async {
        for send in sends { await send?.value }
    }

    // MARK: Stopping

    /// Takes what the rings still hold, sends what it can until `deadline`, and gives up the rest, counted.
    ///
    /// The workers must have stopped recording. Afterwards the collector does nothing more.
    public func stop(by deadline: Instant) async {
        isStopping = true
        while drain.run(now: clock.now(), limit: Self.spansPerTurn) >= Self.spansPerTurn {}
        drain.close(now: clock.now(), always: true)
        keep()
        ledger.exports { $0.hurry() }
        while !ledger.exports({ $0.isEmpty }), clock.now() < deadline {
            sendNext()
            await clock.sleep(min(deadline, clock.now() + .milliseconds(20)))
        }
        for send in sends { send?.cancel() }
        ledger.exports { _ = $0.abandon() }
    }

    // MARK: Sending

    private func sendNext() {
        for i in destinations.indices {
            guard case .send(let batch) = ledger.exports({ [now = clock.now()] in $0.next(i, now: now) }) else {
                continue
            }
            sends[i] = Task(executorPreference: executor) { await self.send(batch, to: i) }
        }
    }

    /// Sends one message and, when it was taken, what waits behind it.
    private func send(_ first: ExportBatch, to i: Int) async {
        var batch = first
        while true {
            let outcome = await destinations[i].send(batch)
            note(outcome, of: i)
            let now = clock.now()
            var dice = LentRandom(random)
            let next = ledger.exports { books in
                books.finished(i, outcome, now: now, using: &dice)
                return books.next(i, now: now)
            }
            random = dice.generator
            guard case .send(let more) = next else { return }
            batch = more
        }
    }

    /// Says when a destination stops to take spans and when it begins again; the counters say the rest.
    private func note(_ outcome: DeliveryOutcome, of i: Int) {
        let isTroubled = outcome.meaning != .delivered
        guard isTroubled != troubled[i] else { return }
        troubled[i] = isTroubled
        let destination = LogField("exporter.destination", names[i])
        if isTroubled {
            logger.warning(
                "A destination does not take spans.",
                [destination, LogField("exporter.cause", outcome.label)]
            )
        } else {
            logger.notice("A destination takes spans again.", [destination])
        }
    }

    // MARK: Keeping

    private func keep() {
        let spans = drain.takeAdmitted()
        guard let archive, !spans.isEmpty else { return }
        do {
            let kept = try archive.keep(spans, unixMicroseconds: clock.unixMicroseconds())
            ledger.archive { $0.written(kept) }
            note(nil)
        } catch {
            ledger.archive { $0.failed(spans.count, error) }
            note(error)
        }
    }

    private func evict(now: Instant) {
        guard let archive, now >= evictAt else { return }
        evictAt = now + settings.evictionPeriod
        do {
            let evicted = try archive.evict(unixMicroseconds: clock.unixMicroseconds())
            ledger.archive { $0.evicted(evicted) }
        } catch {
            ledger.archive { $0.failed(0, error) }
            note(error)
        }
    }

    /// Says when the archive stops to keep spans and when it begins again.
    private func note(_ error: ArchiveError?) {
        guard (error != nil) != isArchiveTroubled else { return }
        isArchiveTroubled = error != nil
        if let error {
            logger.error("Traces are not kept.", [LogField("archive.error", "\(error)")])
        } else {
            logger.notice("Traces are kept again.")
        }
    }

    /// A period from now; sooner when the open batch is due, or when the last turn found much.
    private func nextTurn(after taken: Int) -> Instant {
        let now = clock.now()
        let share = max(1, taken / 1024)
        let regular = now + settings.period / share
        return min(regular, max(now, drain.dueAt ?? regular))
    }
}

/// A generator that can be handed inout into a closure and back.
private struct LentRandom: RandomNumberGenerator, Sendable {
    var generator: any RandomNumberGenerator & Sendable

    init(_ generator: any RandomNumberGenerator & Sendable) { self.generator = generator }

    mutating func next() -> UInt64 { generator.next() }
}
