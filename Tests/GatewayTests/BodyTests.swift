// Do bodies pass whole, in either direction, in every framing?

import TestSupport
import Testing

@Suite struct BodyTests {
    @Test func `chunks go up and come down, with their trailers`() throws {
        let origin = try Origin(.chunked(["alpha", "beta"], trailers: ["X-Checksum: 42"]))
        let gateway = try TestGateway(to: origin)

        let answer = try gateway.connect().ask(
            "POST / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                + "5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\nX-Sum: 7\r\n\r\n"
        )

        #expect(answer.text == "alphabeta")
        #expect(answer.trailers["X-Checksum"] == "42")
        let seen = try origin.wholeRequest()
        #expect(seen.text == "hello world")
        #expect(seen.fields["Transfer-Encoding"] == "chunked")
        #expect(seen.fields["Content-Length"] == nil)
        #expect(seen.trailers["X-Sum"] == "7")
    }

    @Test func `fields that must not be trailers are dropped`() throws {
        let origin = try Origin(.chunked(["x"], trailers: ["Content-Length: 99", "Host: evil.test", "X-Fine: yes"]))
        let gateway = try TestGateway(to: origin)

        let answer = try gateway.connect().ask(
            "POST / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1\r\nx\r\n0\r\nTransfer-Encoding: chunked\r\nHost: evil.test\r\nX-Ok: 1\r\n\r\n"
        )

        #expect(answer.trailers.names == ["x-fine"])
        #expect(try origin.wholeRequest().trailers.names == ["x-ok"])
    }

    @Test func `chunks that arrive byte by byte make the same body`() throws {
        let origin = try Origin(.echo)
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()

        for byte in "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n".utf8
        {
            try client.send([byte])
        }

        #expect(try client.answer(to: "POST").text == "0123456789")
    }

    @Test func `an answer until close comes down in chunks`() throws {
        let gateway = try TestGateway(to: try Origin(.untilClose("as long as it is")))
        let client = try gateway.connect()
        for _ in 0..<2 {
            let answer = try client.get("/")
            #expect(answer.text == "as long as it is")
            #expect(answer.ending == .whole)
            #expect(answer.fields["Transfer-Encoding"] == "chunked")
        }
    }

    @Test func `HEAD gets the fields of the answer and no body`() throws {
        let origin = try Origin(.answer("twelve bytes"))
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()

        let head = try client.ask(TestClient.head("HEAD", "/"))

        #expect(head.status == 200)
        #expect(head.fields["Content-Length"] == "12")
        #expect(try client.get("/").text == "twelve bytes")
        #expect(try origin.request().method == "HEAD")
    }

    @Test(arguments: [
        "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\nETag: \"x\"\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    ])
    func `an answer without a body leaves the connection usable`(raw: String) throws {
        let gateway = try TestGateway(to: try Origin(.raw(raw)))
        let client = try gateway.connect()
        for _ in 0..<2 {
            let answer = try client.get("/")
            #expect(answer.body.isEmpty)
            #expect(answer.ending == .whole)
        }
    }

    @Test func `a client that expects 100 gets it and then sends`() throws {
        let origin = try Origin(.echo)
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()

        try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        try eventually("100 Continue") { client.hasSomethingToRead }
        try client.send("hello")
        let answer = try client.answer(to: "POST")

        #expect(answer.interim.map(\.status) == [100])
        #expect(answer.text == "hello")
    }

    @Test func `curl, which waits for 100, uploads through the gateway`() throws {
        let origin = try Origin(.echo)
        let gateway = try TestGateway(to: origin)
        let body = String(repeating: "x", count: 100_000)
        let run = try Curl(
            "http://127.0.0.1:\(gateway.port())/",
            ["--data-binary", body, "-H", "Expect: 100-continue", "--expect100-timeout", "15"]
        )
        #expect(run.exit == 0, "\(run.story)")
        #expect(run.status == 200)
        #expect(try origin.wholeRequest().body.count == 100_000)
    }

    @Test func `an expectation that nobody knows is refused`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin)
        let answer = try gateway.connect().ask(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: more\r\n\r\n"
        )
        #expect(answer.status == 417)
        #expect(origin.requests.isEmpty)
    }

    @Test func `early hints are passed on before the answer`() throws {
        let gateway = try TestGateway(to: try Origin(.earlyHints("</a.css>; rel=preload", body: "page")))
        let answer = try gateway.get("/")
        #expect(answer.interim.map(\.status) == [103])
        #expect(answer.interim.first?.fields["Link"] == "</a.css>; rel=preload")
        #expect(answer.text == "page")
    }

    @Test func `an HTTP 1.0 client is spared early hints`() throws {
        let gateway = try TestGateway(to: try Origin(.earlyHints("</a.css>; rel=preload", body: "page")))
        let answer = try gateway.connect().ask("GET / HTTP/1.0\r\nHost: a\r\n\r\n")
        #expect(answer.interim.isEmpty)
        #expect(answer.text == "page")
    }

    @Test func `an answer that comes before the upload is finished reaches the client`() throws {
        let origin = try Origin(
            OriginBehaviour { turn in
                try turn.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")
                try turn.waitForEnd()
                return .close
            }
        )
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()

        try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nsome of it")

        let answer = try client.answer(to: "POST")
        #expect(answer.status == 403)
        #expect(answer.text == "no")
        // The rest of the body can no longer be told from a request.
        #expect(try client.waitForEnd().isEmpty)
    }

    @Test func `the first half of an answer is not held back`() throws {
        let gate = Gate()
        let gateway = try TestGateway(to: try Origin(.drip(gate, first: "first", second: "second")))
        let client = try gateway.connect()
        try client.send(TestClient.head("GET", "/"))

        var early: [UInt8] = []
        try eventually("the first half") {
            if case .bytes(let bytes) = try client.receive() { early += bytes }
            return String(decoding: early, as: UTF8.self).hasSuffix("first")
        }
        gate.open()

        guard case .bytes(let rest) = try client.receive() else { throw TestFailure("no second half") }
        #expect(String(decoding: rest, as: UTF8.self) == "second")
    }

    @Test func `64 MiB come down whole to a client that takes its time`() throws {
        let size = 64 << 20
        let gateway = try TestGateway(to: try Origin(.gigantic(size)))
        let client = try gateway.connect(receiveBuffer: 16_384)
        try client.send(TestClient.head("GET", "/"))
        _ = try client.receive(limit: 1)
        let before = gateway.residentKiB

        var count = 1
        var most = before
        while count < size {
            guard case .bytes(let bytes) = try client.receive(limit: 1 << 20) else { break }
            count += bytes.count
            if count % (4 << 20) < bytes.count { most = max(most, gateway.residentKiB) }
        }

        #expect(count > size)  // The head came on top.
        #expect(most - before < 16 << 10, "resident memory grew from \(before) to \(most) KiB")
    }

    @Test func `an origin that does not read stops the client, and costs no memory`() throws {
        let gate = Gate()
        let origin = try Origin(.neverReads(gate), port: 0, receiveBuffer: 65_536)
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        let before = gateway.residentKiB
        try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n")

        let sent = client.sendUntilStuck([UInt8](repeating: 120, count: 65_536), limit: 256 << 20)

        // What went is what the kernel buffers on the way plus the gateway's fixed share.
        #expect(sent < 128 << 20)
        #expect(
            gateway.residentKiB - before < 16 << 10,
            "resident memory grew from \(before) to \(gateway.residentKiB) KiB"
        )
        gate.open()
    }

    @Test func `a client that does not read stops the origin, and costs no memory`() throws {
        let sent = Shelf(0)
        let origin = try Origin(
            OriginBehaviour { turn in
                try turn.readBody()
                try turn.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
                let piece = [UInt8](repeating: 120, count: 65_536)
                while true {
                    try turn.send(piece)
                    sent.change { $0 += piece.count }
                }
            }
        )
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect(receiveBuffer: 16_384)
        let before = gateway.residentKiB
        try client.send(TestClient.head("GET", "/"))

        // Stuck is: a quarter of a second without a byte.
        var last = -1
        var since = Patience.now
        try eventually("the origin to be stopped") {
            if sent.now != last { (last, since) = (sent.now, Patience.now) }
            return sent.now > 0 && Patience.now - since > 250_000_000
        }

        #expect(sent.now < 128 << 20)
        #expect(gateway.residentKiB - before < 16 << 10)
        client.reset()
        try eventually("the gateway to let go of the origin") { origin.openConnectionCount == 0 }
    }
}
