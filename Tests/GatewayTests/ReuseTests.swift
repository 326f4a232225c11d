// How long do connections live, on either side?

import TestSupport
import Testing

@Suite struct ReuseTests {
    @Test func `a connection serves request after request, and so does the one to the origin`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()

        for _ in 0..<10 { #expect(try client.get("/").status == 200) }

        #expect(origin.requests.count == 10)
        #expect(origin.connectionCount == 1)
    }

    @Test func `pipelined requests are answered in their order`() throws {
        let origin = try Origin(
            OriginBehaviour { turn in
                try turn.readBody()
                try turn.answer(200, turn.request.target)
                return .keepAlive
            }
        )
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()

        try client.send((0..<5).map { TestClient.head("GET", "/\($0)") }.joined())

        for n in 0..<5 { #expect(try client.answer().text == "/\(n)") }
    }

    @Test func `a pipelined body is not mistaken for the next request`() throws {
        let origin = try Origin(.echo)
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        let inner = TestClient.head("GET", "/smuggled")

        try client.send(
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: \(inner.utf8.count)\r\n\r\n" + inner
                + TestClient.head("GET", "/b")
        )

        #expect(try client.answer(to: "POST").text == inner)
        #expect(try client.answer().status == 200)
        #expect(origin.requests.map(\.target) == ["/a", "/b"])
    }

    @Test func `Connection close is kept`() throws {
        let gateway = try TestGateway(to: try Origin())
        let client = try gateway.connect()

        let answer = try client.get("/", fields: ["Connection: close"])

        #expect(answer.fields["Connection"]?.lowercased() == "close")
        #expect(try client.waitForEnd().isEmpty)
        #expect(client.ending == .end)
    }

    @Test func `an HTTP 1.0 client gets its answer and the end of the connection`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()

        let answer = try client.ask("GET / HTTP/1.0\r\n\r\n")

        #expect(answer.status == 200)
        #expect(answer.text == "hello")
        #expect(try client.waitForEnd().isEmpty)
        #expect(try origin.request().version == "HTTP/1.1")
    }

    @Test func `an HTTP 1.0 client that asks to keep the connection may`() throws {
        let gateway = try TestGateway(to: try Origin())
        let client = try gateway.connect()
        for _ in 0..<2 {
            let answer = try client.ask("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n")
            #expect(answer.text == "hello")
            #expect(answer.fields["Connection"]?.lowercased() == "keep-alive")
        }
    }

    @Test func `an HTTP 1.0 client never sees chunks`() throws {
        let gateway = try TestGateway(to: try Origin(.chunked(["one ", "two ", "three"])))
        let client = try gateway.connect()

        let answer = try client.ask("GET / HTTP/1.0\r\nHost: a\r\n\r\n")

        #expect(answer.fields["Transfer-Encoding"] == nil)
        #expect(answer.text == "one two three")
        #expect(answer.ending == .whole)
    }

    @Test func `a client that has finished sending still gets its answer`() throws {
        let gate = Gate()
        let gateway = try TestGateway(to: try Origin(.slow(gate, body: "late but whole")))
        let client = try gateway.connect()

        try client.send(TestClient.head("GET", "/"))
        client.finishSending()
        gate.open()

        #expect(try client.answer().text == "late but whole")
        #expect(try client.waitForEnd().isEmpty)
    }

    @Test func `a client that leaves takes its request with it`() throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try Origin(
            OriginBehaviour { turn in
                try turn.readBody()
                if turn.request.target == "/left" { try turn.waitForEnd() }
                try turn.answer(200, "fine")
                return .keepAlive
            }
        )
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        try client.send(TestClient.head("GET", "/left"))
        _ = try origin.request()

        client.reset()

        try eventually("the gateway to let go of the origin") { origin.openConnectionCount == 0 }
        #expect(try gateway.get("/").status == 200)
    }

    @Test func `an idle connection is closed without a word after keep-alive`() throws {
        let gateway = try TestGateway(to: try Origin(), more: "limits { keep-alive 200ms }")
        let client = try gateway.connect()
        #expect(try client.get("/").status == 200)
        #expect(try client.waitForEnd().isEmpty)
        #expect(client.ending == .end)
    }

    @Test func `a connection that an origin closed in between is not used again`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        #expect(try client.get("/").status == 200)

        origin.dropConnections()
        try eventually("the old connection to be gone") { origin.openConnectionCount == 0 }

        #expect(try client.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi").status == 200)
        #expect(origin.connectionCount == 2)
    }

    @Test func `an origin that says close is not asked again on that connection`() throws {
        let origin = try Origin(
            OriginBehaviour { turn in
                try turn.readBody()
                try turn.answer(200, "once", fields: ["Connection: close"])
                return .close
            }
        )
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        for _ in 0..<3 {
            let answer = try client.get("/")
            #expect(answer.text == "once")
            // What the origin does with its connection is no concern of the client's.
            #expect(answer.fields["Connection"]?.lowercased() != "close")
        }
        #expect(origin.connectionCount == 3)
    }

    @Test func `two clients at once share a pool, not a connection`() throws {
        let gate = Gate()
        let origin = try Origin(.slow(gate, body: "both"))
        let gateway = try TestGateway(to: origin)
        let clients = try (0..<2).map { _ in try gateway.connect() }
        for client in clients { try client.send(TestClient.head("GET", "/")) }
        _ = try origin.request(1)

        gate.open()

        for client in clients { #expect(try client.answer().text == "both") }
        #expect(origin.connectionCount == 2)
    }
}
