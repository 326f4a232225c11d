// Does a worker keep its promises when peers do not keep theirs?

import Telemetry
import TestSupport
import Testing

@testable import Proxy

/// A worker on real sockets, its origin and its clients played by the test.
@Suite struct WorkerTests {
    private static let big = [UInt8](repeating: 0x62, count: 4 << 20)

    @Test func `more pipelined requests than one turn serves are all answered in order`() throws {
        let origin = try Origin(.answer("there"))
        let worker = try TestWorker(origin)
        let client = try worker.client()
        var text = ""
        for _ in 0..<150 { text += TestClient.head("GET", "/local") + TestClient.head("GET", "/up") }
        try client.send(text)
        for _ in 0..<150 {
            #expect(try client.answer().text.hasPrefix("here"))
            #expect(try client.answer().text == "there")
        }
        try eventually("nobody to be in flight") { worker.count(.inFlight) == 0 }
    }

    /// An upstream connection with an open chunked request went back to the pool, and the next request into the chunk.
    @Test func `after an early answer to an unfinished request its connection serves no other`() throws {
        let origin = try Origin(
            OriginBehaviour { turn in
                try turn.answer(413, "no")
                return .keepAlive
            }
        )
        let worker = try TestWorker(origin)
        let first = try worker.client()
        try first.send(TestClient.head("POST", "/a", fields: ["Transfer-Encoding: chunked"]) + "3\r\nabc\r\n")
        #expect(try first.answer().status == 413)
        #expect(try worker.client().get("/b").status == 413)
        #expect(origin.requests.map(\.target) == ["/a", "/b"])
        #expect(try origin.request(1).connection == 1)
        #expect(worker.count(.connectionsReused) == 0)
    }

    /// Such a request was sent again without its last chunk, and the upstream waited for it.
    @Test func `a request whose empty body was read is not sent again without it`() throws {
        let origin = try Origin(.dies(after: 1))
        let worker = try TestWorker(origin, route: "timeout 15s")
        let client = try worker.client()
        #expect(try client.get("/").status == 200)
        let put = TestClient.head("PUT", "/", fields: ["Transfer-Encoding: chunked"]) + "0\r\n\r\n"
        #expect(try client.ask(put).status == 502)
    }

    @Test func `a POST is sent once, and a GET again when its kept connection died`() throws {
        let origin = try Origin(.dies(after: 1))
        let worker = try TestWorker(origin)
        let client = try worker.client()
        #expect(try client.get("/1").status == 200)
        #expect(try client.ask(TestClient.head("POST", "/2", fields: ["Content-Length: 0"])).status == 502)
        #expect(try client.get("/3").status == 200)
        #expect(try client.get("/4").status == 200, "/4 met a dead connection first")
        #expect(origin.requests.map(\.target).count { $0 == "/2" } == 1)
        #expect(worker.count(.retries) == 1)
    }

    /// After an answer that came by a timer nobody looked for the next request, which waited for ever.
    @Test func `a request pipelined behind one that timed out is answered`() throws {
        let gate = Gate()
        let origin = try Origin(
            OriginBehaviour { turn in
                if turn.request.target == "/slow" { gate.wait() }
                try turn.answer(200, "ok")
                return .keepAlive
            }
        )
        let worker = try TestWorker(origin, route: "timeout 200ms")
        let client = try worker.client()
        try client.send(TestClient.head("GET", "/slow") + TestClient.head("GET", "/next"))
        #expect(try client.answer().status == 504)
        #expect(try client.answer().status == 200)
        gate.open()
    }

    /// The keep-alive time was only set when the client spoke, so that a connection stayed for ever behind its answer.
    @Test func `a connection that waits for its next request is closed in time`() throws {
        let worker = try TestWorker(Origin(), limits: "keep-alive 100ms")
        let client = try worker.client()
        #expect(try client.get("/").status == 200)
        #expect(try client.waitForEnd().isEmpty)
        #expect(client.ending == .end)
        #expect(worker.count(.connectionsClosedIdle) == 1)
    }

    @Test func `a request's body goes on while its client does not read the answer`() throws {
        let origin = try Origin(
            OriginBehaviour { turn in
                try turn.send("HTTP/1.1 200 OK\r\nContent-Length: \(WorkerTests.big.count)\r\n\r\n")
                TestThreads.run { try? turn.send(WorkerTests.big) }
                try turn.readBody()
                try turn.waitForEnd()
                return .close
            }
        )
        let worker = try TestWorker(origin)
        let client = try worker.client(receiveBuffer: 4096)
        try client.send(TestClient.head("POST", "/", fields: ["Content-Length: \(Self.big.count)"]))
        try client.send(Self.big)
        #expect(try origin.wholeRequest().body.count == Self.big.count)
        #expect(try client.answer().body.count == Self.big.count)
    }

    /// Other traffic of the same client gave it more time for its answer.
    @Test func `a client that takes no answer is cut off although it goes on sending`() throws {
        let worker = try TestWorker(Origin(.gigantic(64 << 20)), limits: "write-idle 300ms", route: "timeout 60s")
        let client = try worker.client(receiveBuffer: 4096)
        try client.send(TestClient.head("GET", "/"))
        try eventually("the connection to be cut") {
            do { try client.send("x") } catch { return true }
            return false
        }
        try eventually("the exchange to end") { worker.count(.inFlight) == 0 }
        try eventually("the reset to be counted") { worker.count(.connectionsReset) == 1 }
    }

    @Test(arguments: [[], ["Connection: close"]])
    func `a client that half-closes gets a large answer whole`(fields: [String]) throws {
        let worker = try TestWorker(Origin(.gigantic(3 << 20)))
        let client = try worker.client(receiveBuffer: 4096)
        try client.send(TestClient.head("GET", "/", fields: fields))
        client.finishSending()
        let answer = try client.answer()
        #expect(answer.body.count == 3 << 20 && answer.ending == .whole)
        _ = try client.waitForEnd()
        #expect(client.ending == .end)
    }

    /// The orderly end of both sides was taken for a broken connection, and what the client had not read was lost.
    @Test func `a client that half-closes behind the end of its answer can still read it`() throws {
        let worker = try TestWorker(Origin(.gigantic(100_000)))
        let client = try worker.client(receiveBuffer: 4096)
        try client.send(TestClient.head("GET", "/", fields: ["Connection: close"]))
        try eventually("the answer to be written") { worker.count(WorkerCounter.bytesSent) == 100_000 }
        client.finishSending()
        try eventually("the connection to be let go") { worker.count(WorkerCounter.connectionsOpen) == 0 }
        let answer = try client.answer()
        #expect(answer.body.count == 100_000 && answer.ending == .whole)
    }

    @Test func `a flood of interim answers ends in an error`() throws {
        let interim = String(repeating: "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", count: 500)
        let worker = try TestWorker(Origin(.raw(interim + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")))
        let answer = try worker.client().get("/")
        #expect(answer.status == 502)
        #expect(answer.interim.count == 100)
    }

    /// The head was stored by the measure of the first listener.
    @Test func `limits of one listener are not those of another or of an upstream`() throws {
        let many = (0..<30).map { "X-\($0): 1" }
        let origin = try Origin(.answer("ok", fields: many))
        let worker = try TestWorker([
            ("route /* to \(origin.address)", "fields 10"), ("route /* to \(origin.address)", ""),
        ])
        #expect(try TestClient(port: worker.ports[0]).get("/", fields: many).status == 431)
        #expect(try TestClient(port: worker.ports[0]).get("/").status == 200)
        #expect(try TestClient(port: worker.ports[1]).get("/", fields: many).status == 200)
    }

    @Test func `a chunked body over its limit is counted as a body that is too large`() throws {
        let worker = try TestWorker(Origin(), limits: "body 4B")
        let post = TestClient.head("POST", "/", fields: ["Transfer-Encoding: chunked"]) + "5\r\nhello\r\n0\r\n\r\n"
        let answer = try worker.client().ask(post)
        #expect(answer.status == 413 && answer.text.contains("limits.body"))
        #expect(worker.count(.refusedBodyTooLarge) == 1)
        #expect(worker.count(.refusedMalformed) == 0)
    }

    @Test(arguments: ["GET / HTTP/1.1\r\n\r\n", "nonsense\r\n\r\n", "GET / HTTP/1.1\nHost: a\n\n"])
    func `what is refused is answered, counted and ends its connection`(request: String) throws {
        let worker = try TestWorker(Origin())
        let client = try worker.client()
        #expect(try client.ask(request).status == 400)
        _ = try client.waitForEnd()
        #expect(worker.count(.refusedMalformed) == 1)
        #expect(try worker.client().get("/").status == 200)
    }

    /// Closing on it would have reset the connection before it had read its answer.
    @Test func `a client that goes on uploading behind its answer can read it`() throws {
        let origin = try Origin(
            OriginBehaviour { turn in
                try turn.answer(413, String(repeating: "n", count: 1 << 20))
                try turn.waitForEnd()
                return .close
            },
            port: 0,
            receiveBuffer: 4096
        )
        let worker = try TestWorker(origin)
        let client = try worker.client()
        try client.send(TestClient.head("POST", "/", fields: ["Content-Length: \(64 << 20)"]))
        TestThreads.run { [big = Self.big] in for _ in 0..<16 { try? client.send(big) } }
        let answer = try client.answer()
        #expect(answer.status == 413 && answer.ending == .whole)
        client.close()
    }

    @Test func `a drain ends what is idle and waits for what runs`() throws {
        let gate = Gate()
        let origin = try Origin(
            OriginBehaviour { turn in
                if turn.request.target == "/slow" { gate.wait() }
                try turn.answer(200, "ok")
                return .keepAlive
            }
        )
        let worker = try TestWorker(origin)
        let (idle, running) = (try worker.client(), try worker.client())
        #expect(try idle.get("/").status == 200)
        try running.send(TestClient.head("GET", "/slow"))
        _ = try origin.request(1)
        let isOver = Shelf(false)
        TestThreads.run {
            worker.drain(within: .seconds(20))
            isOver.change { $0 = true }
        }
        #expect(try idle.waitForEnd().isEmpty && idle.ending == .end)
        idle.close()
        #expect(!isOver.now)
        gate.open()
        let answer = try running.answer()
        #expect(answer.status == 200 && answer.fields["Connection"] == "close")
        _ = try running.waitForEnd()
        running.close()
        try eventually("the worker to end") { isOver.now }
    }
}
