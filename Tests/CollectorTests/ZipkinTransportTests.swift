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
}
