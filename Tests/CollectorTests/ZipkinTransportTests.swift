// Messages over real sockets.

import Collector
import Telemetry
import TestSupport
import Testing
import Time
import Upstream
import Wire

@Suite struct ZipkinTransportTests {
    private func withClient(_ body: (Client) async throws -> Void) async throws {
        let loop = try LoopExecutor.start(name: "test")
        let client = Client(on: loop)
        do { try await body(client) } catch {
            await client.close()
            loop.stop()
            throw error
        }
        await client.close()
        loop.stop()
    }

    private static let message = ExportBatch(
        bytes: Array(#"[{"traceId":"000000000000000a","id":"000000000000000b"}]"#.utf8),
        spans: 1,
        begunAt: .zero
    )

    @Test func `a message arrives as Zipkin wants it and is not traced itself`() async throws {
        let sink = try TestSupport.ZipkinSink()
        try await withClient { client in
            let url = try #require(ClientURL(sink.url))
            let outcome = await ZipkinTransport(client: client, url: url).send(Self.message)
            #expect(outcome == .answered(status: 202, retryAfter: nil))
        }
        let request = try #require(sink.requests.first)
        #expect(sink.spans.count == 1 && sink.unreadable.isEmpty)
        #expect(request.fields["b3"] == "0" && request.fields["content-type"] == "application/json")
    }

    @Test func `what the server answers is what the delivery hears`() async throws {
        let sink = try TestSupport.ZipkinSink(.refusing(503))
        try await withClient { client in
            let transport = ZipkinTransport(client: client, url: try #require(ClientURL(sink.url)))
            #expect(await transport.send(Self.message) == .answered(status: 503, retryAfter: nil))
            sink.become(.resetting)
            #expect(await transport.send(Self.message) == .failed(.reset))
            sink.goAway()
            #expect(await transport.send(Self.message) == .failed(.unreachable))
        }
    }

    @Test func `on a real loop spans go from a ring to the server until it is stopped`() async throws {
        let sink = try TestSupport.ZipkinSink()
        let loop = try LoopExecutor.start(name: "test")
        let client = Client(on: loop)
        let ring = SpanRing(capacity: 1 << 16)
        let collector = Collector(
            rings: [ring],
            destinations: [.zipkin(try #require(ClientURL(sink.url)), client: client, gzip: false)],
            archive: nil,
            settings: CollectorSettings(batch: BatchLimits(age: .milliseconds(1)), period: .milliseconds(1)),
            clock: CollectorClock(loop: loop),
            executor: loop
        )
        let running = Task(executorPreference: loop) { await collector.run() }
        SpanSource.request(1, into: ring)
        _ = try sink.spans(2)
        SpanSource.request(2, into: ring)
        await collector.stop(by: MonotonicClock.now() + .seconds(10))
        await running.value
        let figures = collector.figures.destinations[0].figures
        #expect(figures.delivered == 4 && figures.waiting == 0 && figures.addsUp && sink.spans.count == 4)
        await client.close()
        loop.stop()
    }
}
