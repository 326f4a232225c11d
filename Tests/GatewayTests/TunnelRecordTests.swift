// What is seen of a tunnel, while it is open and afterwards?

import TestSupport
import Testing

@Suite struct TunnelRecordTests {
    @Test func `its spans are there while it is open, and become whole when it ends`() throws {
        let sink = try ZipkinSink()
        let gateway = try Tunnels.gateway(
            try Tunnels.origin(play: Tunnels.echo),
            more: "trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms } }"
        )
        let client = try gateway.openTunnel()
        let early = try sink.spans(2)
        #expect(early.allSatisfy { $0.duration == nil && $0.tag("http.status_code") == "101" }, "\(early)")
        #expect(early.allSatisfy { $0.annotationNames.contains("upgrade") && $0.tag("tunnel.end") == nil }, "\(early)")

        try client.send("hello")
        _ = try client.bytes(5)
        client.finishSending()
        _ = try client.waitForEnd()
        let late = try sink.spans(4).dropFirst(2)
        #expect(Set(late.map(\.id)) == Set(early.map(\.id)))
        for span in late {
            #expect(span.duration ?? 0 > 0 && span.tag("tunnel.end") == "client_closed", "\(span)")
            #expect(span.tag("tunnel.bytes.received") == "5" && span.tag("tunnel.bytes.sent") == "5", "\(span)")
            #expect(span.tag("error") == nil && span.annotationNames.contains("upgrade"))
        }
    }

    @Test func `the archive shows one SERVER and one CLIENT span, open and ended`() throws {
        let gateway = try TestGateway(
            to: try Tunnels.origin(play: Tunnels.echo),
            settings: "{ websocket on }",
            more: "trace { sample 100% }"
        )
        let client = try gateway.openTunnel()
        func trace() throws -> String { try gateway.admin("/api/v2/traces?limit=10").text }
        try eventually("the open tunnel to be found") { try trace().contains("\"upgrade\"") }
        #expect(try !trace().contains("tunnel.end"))
        client.finishSending()
        _ = try client.waitForEnd()
        try eventually("the ended tunnel to be found") { try trace().contains("tunnel.end") }
        let id = String(try #require(try trace().firstMatch(of: #/"traceId":"([0-9a-f]+)"/#)).1)
        // The query API tells pieces as they came, as Zipkin's does; who draws them puts them together by their ids.
        let pieces = try gateway.admin("/api/v2/trace/\(id)").text
        #expect(Set(pieces.matches(of: #/"id":"([0-9a-f]+)"/#).map { String($0.1) }).count == 2, "\(pieces)")
        let drawn = try HeadgateBinary.run("traces", "--admin", "127.0.0.1:\(gateway.port("admin"))", id)
        #expect(drawn.exit == .code(0), "\(drawn)")
        #expect(drawn.output.contains("2 spans"), "\(drawn)")
        #expect(drawn.output.matches(of: #/\bupgrade\b/#).count == 2, "\(drawn)")
    }

    @Test func `a reset is an error of its span`() throws {
        let sink = try ZipkinSink()
        let gateway = try Tunnels.gateway(
            try Tunnels.origin { _ in .reset },
            more: "trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms } }"
        )
        _ = try gateway.openTunnel().waitForEnd()
        let server = try #require(try sink.spans(4).last { $0.kind == "SERVER" && $0.duration != nil })
        #expect(server.tag("error") == "upstream_reset" && server.tag("tunnel.end") == "upstream_reset")
    }

    @Test func `it is one request with its own status, one line in the log, and no latency`() throws {
        let gateway = try Tunnels.gateway(try Tunnels.origin(play: Tunnels.echo), more: "access-log text")
        let client = try gateway.openTunnel()
        try gateway.metrics("the tunnel to be open") { $0.sum("headgate_tunnels_open") == 1 }
        try client.send("hello")
        _ = try client.bytes(5)
        client.finishSending()
        _ = try client.waitForEnd()
        try eventually("a line") { gateway.output.contains("/chat") }
        let line = gateway.output
        #expect(line.contains("101"), "\(line)")
        try gateway.metrics("one request") { $0.sum("headgate_requests_total", ["status": "1xx"]) == 1 }
    }
}
