// Does the gateway treat an HTTP/2 upstream as the protocol demands?

import TestSupport
import Testing

/// RFC 9113, 5.1.2, 6.4, 6.5.2, 6.7, 6.8, 8.1, 8.1.1, 8.7.
@Suite struct H2UpstreamTests {
    @Test func `many requests share one connection`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.requests(20, "GET", "/slow")
        try eventually("all of them at the origin") { origin.requests.count == 20 }
        #expect(origin.connectionCount == 1)
        try origin.go()
        for stream in stride(from: 1, to: 40, by: 2) { #expect(try client.answer(stream).text == "late") }
    }

    @Test func `TLS upstreams are asked for HTTP 2 by ALPN`() throws {
        let origin = try H2Origin(.localhost)
        let gateway = try TestGateway(fronting: origin)
        #expect(try gateway.get("/").text == "hello")
        #expect(try origin.peer.event("connected").text == "h2")
    }

    @Test func `a cluster of HTTP 1 is offered nothing else`() throws {
        let origin = try H2Origin(.localhost)
        let gateway = try TestGateway(fronting: origin, cluster: "protocol http/1.1")
        _ = try? gateway.get("/")
        #expect(try origin.peer.event("connected").text != "h2")
    }

    @Test func `a cluster of h2 speaks it by prior knowledge on plain connections`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(
            fronting: "127.0.0.1:\(origin.peer.port)",
            cluster: "protocol h2",
            with: [origin]
        )
        #expect(try gateway.get("/").text == "hello")
    }

    @Test func `a TLS upstream that only speaks HTTP 1 is served too`() throws {
        let server = try TLSServer(try .localhost)
        let gateway = try TestGateway(fronting: "https://127.0.0.1:\(server.port)", with: [server])
        #expect(try gateway.connectH2().get(1).status == 200)
    }

    @Test func `MAX_CONCURRENT_STREAMS is respected, and a full connection is joined by another`() throws {
        let origin = try H2Origin(options: ["--streams", "2"])
        let gateway = try TestGateway(fronting: origin)
        #expect(try gateway.get("/").status == 200)
        let client = try gateway.connectH2()
        try client.requests(6, "GET", "/slow")
        try eventually("all of them at the origin") { origin.requests.count == 7 }
        #expect(origin.connectionCount >= 3)
        let perConnection = Dictionary(grouping: origin.requests.dropFirst(), by: { $0.connection ?? -1 })
        #expect(perConnection.values.allSatisfy { $0.count <= 2 }, "\(perConnection.mapValues(\.count))")
        try origin.go()
        for stream in stride(from: 1, to: 12, by: 2) { #expect(try client.answer(stream).text == "late") }
    }

    @Test func `our own bound on streams holds as well`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin, cluster: "streams 3")
        let client = try gateway.connectH2()
        try client.requests(6, "GET", "/slow")
        try eventually("all of them at the origin") { origin.requests.count == 6 }
        let perConnection = Dictionary(grouping: origin.requests, by: { $0.connection ?? -1 })
        #expect(perConnection.values.allSatisfy { $0.count <= 3 }, "\(perConnection.mapValues(\.count))")
        try origin.go()
    }

    @Test func `an answer whose head is all of it ends before its stream does`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        #expect(try client.get(1, "/late-end").status == 200)
        try origin.go()
        #expect(try client.get(3).status == 200)
        #expect(try client.get(5, "/late-end").status == 200)
    }

    @Test func `an answer is whole although its connection ends right behind it`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        for stream in stride(from: 1, through: 9, by: 2) {
            let answer = try client.get(stream, "/whole-and-close")
            #expect(answer.length == 800_000 && answer.isWhole, "\(answer)")
        }
        #expect(try gateway.get("/whole-and-close").text.utf8.count == 800_000)
    }

    @Test func `a stream refused with REFUSED_STREAM is tried again, whatever its method`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.request(1, "POST", "/refuse-once")
        let answer = try client.answer(1)
        #expect(answer.status == 200, "\(answer)")
        #expect(origin.requests.count == 2)
    }

    @Test func `one that is always refused ends in 502 or 503, not in a storm`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let answer = try gateway.get("/refuse")
        #expect([502, 503].contains(answer.status), "\(answer)")
        #expect(origin.requests.count <= 4)
    }

    @Test func `GOAWAY before a stream was looked at sends it elsewhere`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.request(1, "POST", "/goaway")
        let answer = try client.answer(1)
        #expect(answer.status == 200, "\(answer)")
        #expect(origin.connectionCount == 2)
    }

    @Test func `GOAWAY lets running streams finish, and new ones go to a new connection`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.request(1, "GET", "/goaway-kept")
        try origin.request()
        // The gateway learns of it at its own time; a request that is too early is tried again elsewhere.
        #expect(try client.get(3).status == 200)
        try eventually("a new connection") { origin.connectionCount == 2 || (try? client.isAlive()) == false }
        try origin.go()
        #expect(try client.answer(1).text == "kept my word")
    }

    @Test func `a rolling restart of the origin loses no request`() throws {
        let origin = try H2Origin(options: ["--goaway-after", "40"])
        let gateway = try TestGateway(fronting: origin)
        let run = try Nghttp.load("-n", "300", "-c", "2", "-m", "8", "http://127.0.0.1:\(gateway.port())/")
        #expect(run.output.contains("300 succeeded, 0 failed"), "\(run)")
        #expect(run.output.contains("300 2xx"), "\(run)")
        #expect(origin.connectionCount > 5)
    }

    @Test(arguments: ["/reset-early", "/hang-up"])
    func `a POST that may have been worked on is not sent twice`(path: String) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.request(1, "POST", path)
        #expect(try client.answer(1).status == 502)
        try eventually("the request at the origin") { origin.requests.count > 0 }
        #expect(origin.requests.count == 1)
    }

    @Test func `a body that is reset is broken off before the client, not ended`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        // What came before the reset may have been overtaken by it.
        let answer = try client.get(1, "/reset-body")
        #expect(answer.status == 502 || !answer.isWhole && answer.resetCode != nil, "\(answer)")
        #expect(try client.get(3).status == 200, "the connection lives")
        #expect(try gateway.get("/reset-body").ending != .whole)
    }

    @Test func `a full answer before the request's end is passed on, and the upload ends`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.request(1, "POST", "/early-answer", end: false)
        try client.data(1, "x", times: 1 << 22, end: false, aside: true)
        let answer = try client.answer(1)
        #expect(answer.status == 413, "\(answer)")
        #expect(answer.text == "too much")
        #expect(try client.get(3).status == 200)
    }

    @Test(arguments: [
        "upper", "no-status", "status-word", "status-101", "status-twice", "request-pseudo", "pseudo-behind",
        "connection",
        "transfer-encoding", "line-feed", "nul", "name", "length-twice", "length-word", "hpack", "data-first",
        "oversized",
        "push", "window", "stream-0",
    ])
    func `an answer that nobody may take for good is 502`(what: String) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let answer = try gateway.get("/bad/\(what)")
        #expect(answer.status == 502, "\(answer)")
        #expect(answer.fields["x-evil"] == nil && !answer.text.contains("x-evil"))
        #expect(try gateway.get("/").status == 200)
    }

    @Test(arguments: ["long", "short"])
    func `content that differs from its length is never whole`(what: String) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let answer = try gateway.get("/bad/\(what)")
        #expect(answer.status == 502 || answer.ending != .whole, "\(answer)")
        let h2 = try gateway.connectH2().get(1, "/bad/\(what)")
        #expect(h2.status == 502 || !h2.isWhole, "\(h2)")
    }

    @Test func `a silent connection is pinged, and given up when nothing answers`() throws {
        let origin = try H2Origin(options: ["--deaf"])
        let gateway = try TestGateway(fronting: origin, cluster: "ping 1s")
        let client = try gateway.connectH2()
        try client.request(1, "GET", "/never")
        try origin.request()
        try origin.peer.event("closed")
        #expect(try client.answer(1).status != 200)
    }

    @Test func `a connection that answers its pings is kept`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin, cluster: "ping 1s")
        let client = try gateway.connectH2()
        try client.request(1, "GET", "/slow")
        try origin.request()
        try eventually("two pings") { origin.peer.events.count { $0.event == "ping" } >= 2 }
        try origin.go()
        #expect(try client.answer(1).text == "late")
        #expect(origin.connectionCount == 1)
    }

    @Test(arguments: DownSide.allCases)
    func `a client that leaves frees the stream within a second`(down: DownSide) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let plain = try gateway.connect()
        let client = try gateway.connectH2(down == .h2 ? "tls" : "http")
        if down == .h1 {
            try plain.send(TestClient.head("GET", "/never"))
        } else {
            try client.request(1, "GET", "/never")
        }
        let request = try origin.request()

        if down == .h1 { plain.reset() } else { try client.reset(1) }

        let reset = try origin.peer.event("reset", within: Patience(seconds: 1)) { $0.stream == request.stream }
        #expect(reset.code == 8, "CANCEL")
        #expect(try client.get(3).status == 200)
        #expect(origin.connectionCount == 1, "the connection is good for others")
    }

    @Test func `a client that vanishes frees all of its streams`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.requests(5, "GET", "/never")
        try eventually("all of them at the origin") { origin.requests.count == 5 }
        client.peer.stop()
        try eventually("all of them to be reset", within: Patience(seconds: 1)) {
            origin.peer.events.count { $0.event == "reset" } == 5
        }
    }

    @Test func `a cancelled stream frees an HTTP 1 upstream`() throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.request(1, "GET", "/never")
        _ = try origin.request()
        try client.reset(1)
        try eventually("the gateway to let go of the origin", within: Patience(seconds: 1)) {
            origin.openConnectionCount == 0
        }
        #expect(try client.get(3).status == 200)
    }

    @Test func `a timeout resets the stream and keeps the connection`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin, settings: "timeout 200ms")
        let client = try gateway.connectH2()
        let answer = try client.get(1, "/never")
        #expect(answer.status == 504, "\(answer)")
        try origin.peer.event("reset")
        #expect(try client.get(3).status == 200)
        #expect(origin.connectionCount == 1)
    }

    @Test func `what reaches the origin is proper HTTP 2`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let answer = try gateway.connect().ask(
            "GET /a?b=c HTTP/1.1\r\nHost: shop.test\r\nX-Mixed: Kept\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\n"
                + "Cookie: a=1; b=2\r\nTE: trailers\r\n\r\n"
        )
        #expect(answer.status == 200)
        let request = try origin.request()
        #expect(request.field(":method") == "GET")
        #expect(request.field(":path") == "/a?b=c")
        #expect(request.field(":authority") == "shop.test")
        #expect(request.field(":scheme") == "http")
        #expect(request.field("x-mixed") == "Kept")
        for name in ["host", "connection", "x-hop", "keep-alive", "transfer-encoding", "upgrade"] {
            #expect(request.field(name) == nil, "\(name)")
        }
        let names = (request.fields ?? []).map { $0[0] }
        #expect(names == names.map { $0.lowercased() })
        #expect(names.prefix { $0.hasPrefix(":") }.count == 4)
    }

    @Test func `the trace goes on at the origin`() throws {
        let origin = try H2Origin()
        let sink = try ZipkinSink()
        let gateway = try TestGateway(
            fronting: origin,
            more: "trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms } }"
        )
        #expect(try gateway.connectH2().get(1).status == 200)
        let client = try #require(try sink.spans(2).first { $0.kind == "CLIENT" })
        let request = try origin.request()
        #expect(request.field("x-b3-traceid")?.hasSuffix(client.traceId) == true, "\(request)")
        #expect(request.field("x-b3-spanid") == client.id)
    }
}
