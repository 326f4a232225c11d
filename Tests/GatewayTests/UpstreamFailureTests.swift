// What does a client see when the upstream fails, and what is tried again?

import TestSupport
import Testing

@Suite struct UpstreamFailureTests {
    @Test func `an upstream that is down is 502, with the reason and the trace id`() throws {
        let sink = try ZipkinSink()
        let gateway = try TestGateway(
            """
            trace { sample 100%; zipkin \(sink.url) { batch 10 or 20ms } }
            listen @http { route /* to 127.0.0.1:\(FreePorts.next()) }
            """
        )

        let answer = try gateway.get("/")

        #expect(answer.status == 502)
        #expect(answer.fields["l5d-err"] != nil)
        let server = try #require(try sink.spans(1).first { $0.kind == "SERVER" })
        #expect(answer.text.contains(server.traceId), "\(answer)")
        #expect(server.tag("error") != nil)
        #expect(server.tag("http.status_code") == "502")
    }

    @Test func `an upstream that takes too long to begin is 504`() throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try Origin(.slow(gate))
        let gateway = try TestGateway(to: origin, more: "service * { first-byte 200ms }")

        let answer = try gateway.get("/")

        #expect(answer.status == 504)
        #expect(answer.text.contains("first-byte"), "\(answer)")
        #expect(answer.fields["l5d-err"] != nil)
    }

    @Test func `the route's timeout bounds the whole exchange`() throws {
        let gate = Gate()
        defer { gate.open() }
        let gateway = try TestGateway(to: try Origin(.slow(gate)), settings: "timeout 200ms")
        #expect(try gateway.get("/").status == 504)
    }

    @Test func `an answer that pauses too long is broken off, not ended`() throws {
        let gate = Gate()
        defer { gate.open() }
        let gateway = try TestGateway(
            to: try Origin(.drip(gate, first: "first", second: "second")),
            more: "service * { idle 200ms }"
        )
        let answer = try gateway.get("/")
        #expect(answer.status == 200)
        #expect(answer.ending != .whole)
    }

    @Test(arguments: [
        ("Content-Length: 10\r\n\r\nabc", "less than its length"),
        ("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "no last chunk"),
        ("Transfer-Encoding: chunked\r\n\r\n5\r\nhel", "half a chunk"),
        ("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", "no end behind the last chunk"),
        ("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nnonsense\r\n\r\n", "garbage behind a chunk"),
    ])
    func `a broken answer never looks whole`(rest: String, why: String) throws {
        let gateway = try TestGateway(to: try Origin(.raw("HTTP/1.1 200 OK\r\n" + rest, then: .close)))

        // What broke before any of it went out may be a 502, or the end of the connection.
        let answer = try? gateway.connect().get("/")
        #expect(answer == nil || answer?.status == 502 || answer?.ending != .whole, "\(why): \(answer!)")
    }

    @Test(arguments: ["Content-Length: 10\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"])
    func `an HTTP 1.0 client can tell a broken answer from a whole one`(rest: String) throws {
        let gateway = try TestGateway(to: try Origin(.raw("HTTP/1.1 200 OK\r\n" + rest, then: .close)))
        let answer = try? gateway.connect().ask("GET / HTTP/1.0\r\nHost: a\r\n\r\n")
        #expect(answer == nil || answer?.status == 502 || answer?.ending != .whole, "\(answer!)")
    }

    @Test func `over TLS curl sees a broken answer as an error`() throws {
        let certificate = try Certificate.localhost
        let origin = try Origin(.raw("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nsome", then: .close))
        let gateway = try TestGateway(
            "listen @tls { tls { cert localhost \(certificate.paths) }  route /* to \(origin.address) }"
        )
        let run = try Curl("https://localhost:\(gateway.port("tls"))/", trusting: certificate)
        #expect(run.exit != 0 || run.status == 502, "\(run)")
    }

    @Test(arguments: [
        "garbage\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 999 No\r\n\r\n",
        "HTTP/3.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX : a\r\n\r\n", "HTTP/1.1 200 OK\r\nX: a\u{0}b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    ])
    func `an answer that is not clean HTTP becomes 502`(raw: String) throws {
        let gateway = try TestGateway(to: try Origin(.raw(raw, then: .close)))
        let answer = try gateway.get("/")
        #expect(answer.status == 502, "\(answer)")
        #expect(answer.fields["l5d-err"] != nil)
    }

    @Test func `an answer with an endless head becomes 502`() throws {
        let origin = try Origin(.raw("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 200_000), then: .close))
        let gateway = try TestGateway(to: origin)
        #expect(try gateway.get("/").status == 502)
    }

    @Test func `what an upstream sends behind its answer is not given to the next client`() throws {
        let origin = try Origin(
            OriginBehaviour { turn in
                try turn.readBody()
                if turn.request.target == "/first" {
                    try turn.send(
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
                    )
                } else {
                    try turn.answer(200, "good")
                }
                return .keepAlive
            }
        )
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        #expect(try client.get("/first").text == "ok")
        #expect(try client.get("/second").text == "good")
        #expect(origin.connectionCount == 2)
    }

    // MARK: Trying again

    @Test func `a GET on a reused connection that died is tried once more`() throws {
        let origin = try Origin(.dies(after: 1))
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        #expect(try client.get("/1").status == 200)

        let answer = try client.get("/2")

        #expect(answer.status == 200)
        #expect(origin.requests.map(\.target) == ["/1", "/2", "/2"])
        #expect(origin.connectionCount == 2)
    }

    @Test func `a POST on a reused connection that died is never sent twice`() throws {
        let origin = try Origin(.dies(after: 1))
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        #expect(try client.get("/1").status == 200)

        let answer = try client.ask("POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")

        #expect(answer.status == 502)
        #expect(origin.requests.map(\.target) == ["/1", "/2"])
    }

    @Test func `a fresh connection that dies is not tried again for ever`() throws {
        let origin = try Origin(.reset)
        let gateway = try TestGateway(to: origin)
        #expect(try gateway.get("/").status == 502)
        #expect(origin.requests.count <= 2)
    }

    @Test func `retries 0 tries once`() throws {
        let origin = try Origin(.dies(after: 1))
        let gateway = try TestGateway(to: origin, settings: "retries 0")
        let client = try gateway.connect()
        #expect(try client.get("/1").status == 200)
        #expect(try client.get("/2").status == 502)
        #expect(origin.requests.count == 2)
    }

    @Test func `nothing is tried again once a byte of the answer has come`() throws {
        let origin = try Origin(
            OriginBehaviour { turn in
                try turn.readBody()
                if turn.request.place == 0 {
                    try turn.answer(200, "fine")
                    return .keepAlive
                }
                try turn.send("HTTP/1.1 200 OK\r\nContent-Le")
                return .reset
            }
        )
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        #expect(try client.get("/1").status == 200)
        #expect(try client.get("/2").status == 502)
        #expect(origin.requests.count == 2)
    }

    @Test func `one dead address of two costs no request`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(
            "listen @http { route /* to 127.0.0.1:\(FreePorts.next()) \(origin.address) }"
        )
        let client = try gateway.connect()
        for _ in 0..<20 { #expect(try client.get("/").status == 200) }
    }

    @Test func `a client connection survives an upstream's failure`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(
            """
            listen @http {
                route /dead to 127.0.0.1:\(FreePorts.next())
                route /* to \(origin.address)
            }
            """
        )
        let client = try gateway.connect()
        #expect(try client.get("/dead").status == 502)
        #expect(try client.get("/").status == 200)
    }
}
