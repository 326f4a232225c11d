// Do the players of the other tests play their parts?

import TestSupport
import Testing

/// Clients speak to origins directly here, so that a failure elsewhere is known to be the gateway's.
@Suite struct StageTests {
    @Test func `a client and an origin understand each other`() throws {
        let origin = try Origin(.echo)
        let client = try TestClient(port: origin.port)
        let answer = try client.ask("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
        #expect(answer.text == "hi")
        #expect(answer.ending == .whole)
        #expect(try origin.wholeRequest().target == "/x")
    }

    @Test func `chunks and trailers are read and recorded`() throws {
        let origin = try Origin(.chunked(["a", "bc"], trailers: ["X: y"]))
        let client = try TestClient(port: origin.port)
        let answer = try client.ask(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nZ: 1\r\n\r\n"
        )
        #expect(answer.text == "abc")
        #expect(answer.trailers["x"] == "y")
        #expect(try origin.wholeRequest().text == "abc")
        #expect(try origin.wholeRequest().trailers["z"] == "1")
    }

    @Test func `a broken answer is told from a whole one`() throws {
        let origin = try Origin(.raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", then: .close))
        #expect(try TestClient(port: origin.port).get("/").ending == .truncated)
        let resetting = try Origin(.raw("HTTP/1.1 200 OK\r\n\r\nabc", then: .reset))
        #expect(try TestClient(port: resetting.port).get("/").ending == .reset)
    }

    @Test func `interim answers are gathered`() throws {
        let origin = try Origin(.earlyHints("</x>", body: "b"))
        let answer = try TestClient(port: origin.port).get("/")
        #expect(answer.interim.map(\.status) == [103])
        #expect(answer.text == "b")
    }

    @Test func `an origin that has stopped refuses, and can come back`() throws {
        let first = try Origin()
        let port = first.port
        first.stop()
        #expect(throws: TestFailure.self) { try TestClient(port: port) }
        let second = try Origin(.answer("again"), port: port)
        #expect(try TestClient(port: second.port).get("/").text == "again")
    }

    @Test func `a sink keeps what it accepts and nothing else`() throws {
        let sink = try ZipkinSink()
        let span = "[{\"traceId\":\"1\",\"id\":\"2\",\"tags\":{\"a\":\"b\"}}]"
        func post() throws -> Int {
            try TestClient(port: sink.port).ask(
                "POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nContent-Length: \(span.utf8.count)\r\n\r\n" + span
            ).status
        }
        #expect(try post() == 202)
        sink.become(.refusing(503))
        #expect(try post() == 503)
        sink.goAway()
        #expect(throws: TestFailure.self) { try post() }
        try sink.comeBack()
        #expect(sink.spans.count == 1)
        #expect(sink.spans.first?.tag("a") == "b")
    }

    @Test func `metrics are read with their labels`() throws {
        let metrics = try Metrics("# HELP a b\na{x=\"1\",y=\"/p/*\"} 2\na{x=\"2\",y=\"q\"} 3\nb 1e3\n")
        #expect(metrics.sum("a") == 5)
        #expect(metrics.sum("a", ["x": "2"]) == 3)
        #expect(metrics.values(of: "y", in: "a") == ["/p/*", "q"])
        #expect(metrics.sum("b") == 1_000)
        #expect(metrics.sum("none") == 0)
    }

    @Test func `openssl and curl can be asked`() throws {
        let certificate = try Certificate.localhost
        let server = try TLSServer(certificate)
        let probe = try TLSProbe(port: server.port)
        #expect(probe.version == "TLSv1.3", "\(probe)")
        #expect(probe.commonName == "localhost")
        let run = try Curl("https://localhost:\(server.port)/", trusting: certificate)
        #expect(run.exit == 0, "\(run)")
        #expect(run.status == 200)
        let answer = try TestClient(tlsPort: server.port).ask("GET / HTTP/1.0\r\n\r\n")
        #expect(answer.status == 200)
    }

    @Test func `an origin on a unix socket answers curl`() throws {
        let folder = try TemporaryDirectory()
        let origin = try Origin(.answer("socket"), unixPath: folder.file("s"))
        let run = try Curl("http://localhost/", ["--unix-socket", folder.file("s")])
        #expect(run.output.hasSuffix("socket"), "\(run)")
        #expect(origin.requests.count == 1)
    }
}
