// The whole collector, turn by turn, against a sink that behaves as a test wants.

import Archive
import Collector
import Telemetry
import Testing
import Time

@Suite struct CollectorTests {
    private struct Setup {
        let clock = ManualClock()
        let ring: SpanRing
        let sink: ZipkinSink
        let store: TraceStore?
        let collector: Collector

        init(
            _ sink: ZipkinSink = ZipkinSink(),
            ringBytes: Int = 1 << 20,
            archive: Bool = false,
            tracesPerSecond: Double = 100,
            batch: BatchLimits = BatchLimits(),
            limits: DeliveryLimits = DeliveryLimits()
        ) throws {
            self.sink = sink
            ring = SpanRing(capacity: ringBytes)
            store = archive ? TraceStore(try Archive()) : nil
            collector = Collector(
                rings: [ring],
                destinations: [Destination(name: "zipkin", limits: limits, send: sink.transport)],
                archive: store,
                settings: CollectorSettings(batch: batch, archiveTracesPerSecond: tracesPerSecond),
                clock: clock.collectorClock,
                random: SeededRandom(seed: 7)
            )
        }

        var figures: DeliveryFigures { collector.figures.destinations[0].figures }

        /// A turn after some time has passed, and the sends that it began.
        func turn(after duration: Duration = .zero) async {
            clock.advance(by: duration)
            await collector.turn()
            await collector.settle()
        }
    }

    @Test func `spans arrive as they were recorded, once the batch is due`() async throws {
        let setup = try Setup()
        SpanSource.request(1, into: setup.ring)
        await setup.turn()
        #expect(setup.sink.attempts == 0 && setup.figures.waiting == 2)
        await setup.turn(after: .seconds(1))
        #expect(setup.figures.delivered == 2 && setup.figures.waiting == 0 && setup.figures.addsUp)
        let again = SpanRing(capacity: 1 << 16)
        SpanSource.request(1, into: again)
        var expected: [ZipkinSpan] = []
        again.drain { expected.append(ZipkinSpan($0)) }
        #expect(setup.sink.taken == expected)
    }

    @Test func `a batch leaves when it is full, by count or by bytes`() async throws {
        let byCount = try Setup(batch: BatchLimits(spans: 10))
        for i: UInt64 in 1...12 { SpanSource.request(i, into: byCount.ring) }
        await byCount.turn()
        #expect(byCount.sink.attempts == 2 && byCount.figures.delivered == 20 && byCount.figures.waiting == 4)

        let byBytes = try Setup(batch: BatchLimits(bytes: 3000))
        for i: UInt64 in 1...12 { SpanSource.request(i, into: byBytes.ring) }
        await byBytes.turn(after: .zero)
        await byBytes.turn(after: .seconds(1))
        #expect(byBytes.figures.delivered == 24 && byBytes.sink.attempts >= 6 && byBytes.sink.unreadable == 0)
    }

    @Test func `a span larger than a message is dropped alone and counted`() async throws {
        let setup = try Setup(batch: BatchLimits(bytes: 100))
        SpanSource.request(1, into: setup.ring)
        await setup.turn(after: .seconds(2))
        #expect(setup.figures.dropped == [.oversized: 2] && setup.figures.addsUp && setup.sink.attempts == 0)
    }

    @Test func `what finds no room in the ring is counted`() async throws {
        let setup = try Setup(ringBytes: 16 << 10)
        for i: UInt64 in 1...200 { SpanSource.request(i, into: setup.ring) }
        let before = setup.figures
        #expect(before.dropped[.ringFull] ?? 0 > 0 && before.sampled == 400 && before.addsUp)
        await setup.turn()
        await setup.turn(after: .seconds(2))
        let after = setup.figures
        #expect(after.addsUp && after.waiting == 0 && after.delivered + (after.dropped[.ringFull] ?? 0) == 400)
    }

    @Test(arguments: [
        DeliveryOutcome.failed(.unreachable), .failed(.timeout), .failed(.reset), .failed(.garbage),
        .answered(status: 503, retryAfter: nil), .answered(status: 429, retryAfter: .seconds(3)),
        .answered(status: 500, retryAfter: nil),
    ])
    func `a destination that recovers gets every span, once`(trouble: DeliveryOutcome) async throws {
        let setup = try Setup(ZipkinSink(otherwise: trouble))
        for i: UInt64 in 1...50 {
            SpanSource.request(i, into: setup.ring)
            await setup.turn(after: .seconds(1))
            #expect(setup.figures.addsUp)
        }
        #expect(setup.figures.delivered == 0 && setup.figures.waiting == 100 && setup.sink.attempts > 1)
        setup.sink.become(.answered(status: 202, retryAfter: nil))
        for _ in 1...5 { await setup.turn(after: .seconds(60)) }
        #expect(setup.figures.delivered == 100 && setup.figures.waiting == 0 && setup.figures.addsUp)
        #expect(Set(setup.sink.taken.map(\.id)).count == 100 && setup.sink.taken.count == 100)
    }

    @Test func `a destination that stays down costs no more than its queue`() async throws {
        let limits = DeliveryLimits(queueBytes: 20_000)
        let setup = try Setup(ZipkinSink(otherwise: .failed(.unreachable)), limits: limits)
        for i: UInt64 in 1...500 {
            SpanSource.request(i, into: setup.ring)
            await setup.turn(after: .seconds(1))
            #expect(setup.figures.addsUp && setup.figures.queuedBytes <= 20_000)
        }
        #expect(setup.figures.dropped[.queueFull] ?? 0 > 100)
    }

    @Test func `one destination's trouble is not the other's`() async throws {
        let clock = ManualClock()
        let ring = SpanRing(capacity: 1 << 20)
        let good = ZipkinSink()
        let bad = ZipkinSink(otherwise: .answered(status: 404, retryAfter: nil))
        let collector = Collector(
            rings: [ring],
            destinations: [
                Destination(name: "bad", send: bad.transport), Destination(name: "good", send: good.transport),
            ],
            archive: nil,
            clock: clock.collectorClock
        )
        SpanSource.request(1, into: ring)
        await collector.turn()
        clock.advance(by: .seconds(1))
        await collector.turn()
        await collector.settle()
        let figures = collector.figures.destinations.map(\.figures)
        #expect(figures[0].dropped == [.rejected: 2] && figures[1].delivered == 2)
        #expect(figures[0].addsUp && figures[1].addsUp)
    }

    @Test func `stopping sends what there is, closed or not`() async throws {
        let setup = try Setup(ZipkinSink(script: [.failed(.reset)]), batch: BatchLimits(spans: 16))
        for i: UInt64 in 1...40 { SpanSource.request(i, into: setup.ring) }
        await setup.collector.stop(by: setup.clock.now + .seconds(5))
        #expect(setup.figures.delivered == 80 && setup.figures.addsUp)
    }

    @Test func `stopping gives up at the deadline and counts what is lost`() async throws {
        let setup = try Setup(ZipkinSink(otherwise: .failed(.unreachable)))
        for i: UInt64 in 1...40 { SpanSource.request(i, into: setup.ring) }
        let deadline = setup.clock.now + .seconds(5)
        await setup.collector.stop(by: deadline)
        #expect(setup.clock.now >= deadline && setup.clock.now < deadline + .seconds(1))
        #expect(setup.figures.dropped == [.shutdown: 80] && setup.figures.waiting == 0 && setup.figures.addsUp)
    }

    @Test func `what was lost before the stop is no loss of the stop`() async throws {
        let setup = try Setup(ZipkinSink(script: [.answered(status: 400, retryAfter: nil)], otherwise: .failed(.reset)))
        SpanSource.request(1, into: setup.ring)
        await setup.turn()
        await setup.turn(after: .seconds(1))
        let before = setup.collector.figures
        #expect(setup.figures.dropped == [.rejected: 2] && before.lost(since: before).isEmpty)
        for i: UInt64 in 2...4 { SpanSource.request(i, into: setup.ring) }
        await setup.collector.stop(by: setup.clock.now + .seconds(5))
        let lost = setup.collector.figures.lost(since: before)
        #expect(lost.map(\.destination) == ["zipkin"] && lost.map(\.spans) == [6])
    }

    @Test func `run takes turns until it is stopped`() async throws {
        let setup = try Setup()
        SpanSource.request(1, into: setup.ring)
        let running = Task { await setup.collector.run() }
        while setup.figures.delivered < 2 { await Task.yield() }
        await setup.collector.stop(by: setup.clock.now + .seconds(1))
        await running.value
        #expect(setup.figures.addsUp)
    }

    // MARK: The archive

    @Test func `spans can be looked at without any destination`() async throws {
        let clock = ManualClock()
        let ring = SpanRing(capacity: 1 << 20)
        let store = TraceStore(try Archive())
        let collector = Collector(rings: [ring], destinations: [], archive: store, clock: clock.collectorClock)
        SpanSource.request(1, into: ring)
        await collector.turn()
        #expect(try store.trace(TraceID(high: 0x65b1_f0aa, low: 1)).count == 2)
        #expect(try store.serviceNames() == ["headgate"])
        let kept = try #require(collector.figures.archive)
        #expect(kept.kept == 2 && kept.addsUp)
    }

    @Test func `spans that services send join the gateway's trace`() async throws {
        let setup = try Setup(archive: true)
        SpanSource.request(1, into: setup.ring)
        await setup.turn()
        let span = ZipkinSpan(
            traceID: TraceID(high: 0x65b1_f0aa, low: 1),
            id: SpanID(99),
            parentID: SpanID(1 << 8 | 2),
            kind: .server,
            localEndpoint: ZipkinEndpoint(serviceName: "items")
        )
        await setup.collector.receive([span])
        await setup.collector.receive([span])
        let store = try #require(setup.store)
        #expect(try store.trace(span.traceID).count == 3)
        let kept = try #require(setup.collector.figures.archive)
        #expect(kept.received == 2 && kept.dropped == [.duplicate: 1] && kept.addsUp)
        #expect(setup.figures.sampled == 2, "What others send is not exported.")
    }

    @Test func `under load whole traces are kept, at the rate that is allowed, and all are exported`() async throws {
        let setup = try Setup(ringBytes: 4 << 20, archive: true, tracesPerSecond: 20)
        for i: UInt64 in 1...2000 {
            SpanSource.request(i, into: setup.ring)
            if i % 100 == 0 { await setup.turn(after: .milliseconds(50)) }
        }
        // The services' spans come later; by then there would be tokens again.
        setup.clock.advance(by: .seconds(5))
        let late = (1...2000).map { number in
            ZipkinSpan(traceID: TraceID(high: 0x65b1_f0aa, low: UInt64(number)), id: SpanID(7), parentID: SpanID(1))
        }
        await setup.collector.receive(late)
        await setup.turn(after: .seconds(1))
        let store = try #require(setup.store)
        var whole = 0
        for i: UInt64 in 1...2000 {
            let count = try store.trace(TraceID(high: 0x65b1_f0aa, low: i)).count
            #expect(count == 0 || count == 3)
            if count == 3 { whole += 1 }
        }
        #expect(whole >= 20 && whole <= 45)
        let kept = try #require(setup.collector.figures.archive)
        #expect(kept.addsUp && kept.kept == UInt64(whole * 3))
        #expect(kept.dropped == [.intakeRate: UInt64((2000 - whole) * 3)])
        #expect(setup.figures.delivered == 4000 && setup.figures.addsUp)
    }
}
