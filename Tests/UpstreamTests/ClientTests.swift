// Does the gateway's own client get its answers, and give up when it should?

import Bytes
import Connection
import HTTP
import Testing
import Time
import Upstream
import Wire

private func soon(_ duration: Duration = .seconds(5)) -> Deadline {
    Deadline(after: duration, from: MonotonicClock.now())
}

@Suite struct ClientTests {
    /// A client and a server on one loop.
    private static func meet<Value: Sendable>(
        limits: ClientLimits = ClientLimits(),
        handler: @escaping LocalServer.Handler,
        _ body: @escaping @Sendable (Client, ClientURL, LocalServer) async throws -> Value
    ) async throws -> Value {
        try await onLoop { loop in
            let server = try LocalServer(on: loop, address: .ip(.loopback4, port: 0), handler: handler)
            try await server.start()
            let client = Client(on: loop, limits: limits)
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(client, ClientURL("http://\(server.address)/")!, server))
            } catch {
                result = .failure(error)
            }
            await client.close()
            await server.stop()
            return try result.get()
        }
    }

    private static func onLoop<Value: Sendable>(
        _ body: @escaping @Sendable (LoopExecutor) async throws -> Value
    ) async throws -> Value {
        let loop = try LoopExecutor.start(name: "client")
        defer { loop.stop() }
        return try await Task(executorPreference: loop) { try await body(loop) }.value
    }

    /// An origin that answers each accepted connection with the next script: raw bytes, and then the end.
    private static func scripted<Value: Sendable>(
        _ scripts: [String],
        limits: ClientLimits = ClientLimits(),
        _ body: @escaping @Sendable (Client, ClientURL) async throws -> Value
    ) async throws -> (Value, requests: [String]) {
        try await onLoop { loop in
            let acceptor = try Acceptor(address: .ip(.loopback4, port: 0))
            let url = ClientURL("http://\(acceptor.localAddress)/x")!
            let origin = Origin(loop: loop, acceptor: acceptor)
            let play = Task(executorPreference: loop) { try await origin.play(scripts) }
            let client = Client(on: loop, limits: limits)
            let result: Result<Value, any Error>
            do { result = .success(try await body(client, url)) } catch { result = .failure(error) }
            await client.close()
            play.cancel()
            _ = await play.result
            return (try result.get(), await origin.requests)
        }
    }

    private actor Origin: LoopActor {
        nonisolated let loop: LoopExecutor
        private let acceptor: Acceptor
        private(set) var requests: [String] = []

        init(loop: LoopExecutor, acceptor: consuming Acceptor) {
            self.loop = loop
            self.acceptor = acceptor
        }

        func play(_ scripts: [String]) async throws {
            let flow = try loop.register(acceptor.rawDescriptor)
            defer { loop.forget(flow) }
            for script in scripts {
                let conduit = try await accept(flow)
                // `|` stands between the answers of one connection; each waits for a request.
                for answer in script.split(separator: "|", omittingEmptySubsequences: false) {
                    let request = try await conduit.read(until: soon())
                    if request.isEmpty { break }
                    requests.append(String(decoding: request, as: UTF8.self))
                    try await conduit.write(Array(answer.utf8), until: soon())
                }
                await conduit.close()
            }
        }

        private func accept(_ flow: FlowID) async throws -> AsyncConduit {
            while true {
                switch acceptor.accept() {
                case .connection(let fd, _): return try AsyncConduit(accepted: fd, on: loop)
                case .failed(let error): throw error
                case .wouldBlock:
                    if case .ready = await loop.wait(flow, for: .readable, until: soon()) { continue }
                    throw AsyncConduitError.timedOut
                }
            }
        }
    }

    /// Lets everybody else on the loop get as far as they can.
    private static func turns() async { for _ in 0..<100 { await Task.yield() } }

    private static func failure(_ body: () async throws(ClientError) -> ClientResponse) async -> ClientError? {
        do throws(ClientError) {
            _ = try await body()
            return nil
        } catch {
            return error
        }
    }

    @Test func `a request is answered with status, fields and body`() async throws {
        let (status, type, text) = try await Self.meet { request in
            .text(.ok, "\(request.method) \(request.path) \(request.header("X-A") ?? "") \(request.body.count)")
        } _: { client, url, _ in
            let answer = try await client.send(
                .post,
                url,
                headers: [("X-A", "b"), ("Bad\r\n", "c")],
                body: [1, 2, 3],
                timeout: .seconds(5)
            )
            return (answer.status, answer.header("CONTENT-TYPE"), answer.text)
        }
        #expect(status == .ok && type == "text/plain; charset=utf-8" && text == "post / b 3")
    }

    @Test func `a quiet connection is used again`() async throws {
        let count = try await Self.meet { _ in
            .text(.ok, "x")
        } _: { client, url, server in
            for _ in 0..<5 { _ = try await client.send(.get, url, timeout: .seconds(5)) }
            return await server.connectionCount
        }
        #expect(count == 1)
    }

    @Test func `a large body goes both ways`() async throws {
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let same = try await Self.meet {
            LocalResponse(.ok, body: $0.body)
        } _: { client, url, _ in
            try await client.send(.put, url, body: body, timeout: .seconds(20)).body == body
        }
        #expect(same)
    }

    @Test func `an answer over the limit is refused`() async throws {
        var limits = ClientLimits()
        limits.bodyBytes = 100
        let error = try await Self.meet(limits: limits) { _ in
            LocalResponse(.ok, body: Array(repeating: 7, count: 101))
        } _: { client, url, _ in
            await Self.failure { () async throws(ClientError) in try await client.send(.get, url, timeout: .seconds(5))
            }
        }
        #expect(error == .malformed(.bodyTooLarge))
    }

    @Test func `a server that does not answer is given up on`() async throws {
        let error = try await Self.scripted([""]) { client, url in
            await Self.failure { () async throws(ClientError) in
                try await client.send(.get, url, timeout: .milliseconds(30))
            }
        }.0
        // The origin closes after its empty script, or the time is up before it does.
        #expect(error == .timedOut || error == .endedEarly)
    }

    @Test func `a server that keeps silent runs into the time limit`() async throws {
        let error = try await Self.onLoop { loop in
            let acceptor = try Acceptor(address: .ip(.loopback4, port: 0))
            let client = Client(on: loop)
            let url = ClientURL("http://\(acceptor.localAddress)/")!
            // Nobody accepts: the kernel completes the connect, and nothing else happens.
            return await Self.failure { () async throws(ClientError) in
                try await client.send(.get, url, timeout: .milliseconds(30))
            }
        }
        #expect(error == .timedOut)
    }

    @Test func `nobody listening is a failed connect`() async throws {
        let error = try await Self.onLoop { loop in
            let address = try Acceptor(address: .ip(.loopback4, port: 0)).localAddress
            let client = Client(on: loop)
            return await Self.failure { () async throws(ClientError) in
                try await client.send(.get, ClientURL("http://\(address)/")!, timeout: .seconds(5))
            }
        }
        guard case .connect(.connect(let system)) = error else {
            Issue.record("got \(String(describing: error))")
            return
        }
        #expect(system.name == "ECONNREFUSED")
    }

    private static let whole = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n", "ok"),
        ("HTTP/1.1 200 OK\r\n\r\nuntil the end", "until the end"),
        ("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", ""),
    ])
    func `every framing is understood`(script: String, text: String) async throws {
        let answer = try await Self.scripted([script]) { client, url in
            try await client.send(.get, url, timeout: .seconds(5)).text
        }.0
        #expect(answer == text)
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok", ClientError.endedEarly),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nok", .endedEarly),
        ("HTTP/1.1 200", .endedEarly), ("garbage\r\n\r\n", .malformed(.malformedStatusLine)),
        ("HTTP/1.1 101 Switching Protocols\r\n\r\n", .malformed(.malformedStatus)),
    ])
    func `a partial or strange answer never looks whole`(script: String, expected: ClientError) async throws {
        let error = try await Self.scripted([script]) { client, url in
            await Self.failure { () async throws(ClientError) in try await client.send(.get, url, timeout: .seconds(5))
            }
        }.0
        #expect(error == expected)
    }

    @Test func `a kept connection that ended is not used`() async throws {
        let (texts, requests) = try await Self.scripted([Self.whole, Self.whole]) { client, url in
            var texts: [String] = []
            for _ in 0..<2 {
                texts.append(try await client.send(.post, url, timeout: .seconds(5)).text)
                await Self.turns()
            }
            return texts
        }
        #expect(texts == ["ok", "ok"] && requests.count == 2)
    }

    @Test func `a kept connection that dies under a repeatable request costs one new try`() async throws {
        // The second request of the first connection is read and never answered.
        let (texts, requests) = try await Self.scripted([Self.whole + "|", Self.whole]) { client, url in
            let first = try await client.send(.get, url, timeout: .seconds(5)).text
            return [first, try await client.send(.get, url, timeout: .seconds(5)).text]
        }
        #expect(texts == ["ok", "ok"] && requests.count == 3)
    }

    @Test func `a POST is never sent twice`() async throws {
        let (error, requests) = try await Self.scripted([Self.whole + "|", Self.whole]) { client, url in
            _ = try await client.send(.get, url, timeout: .seconds(5))
            return await Self.failure { () async throws(ClientError) in
                try await client.send(.post, url, body: [1], timeout: .seconds(5))
            }
        }
        #expect(error == .endedEarly && requests.count == 2)
    }

    @Test func `a request may go to another address than its URL names`() async throws {
        let host = try await Self.meet {
            .text(.ok, $0.header("Host") ?? "")
        } _: { client, _, server in
            let url = ClientURL("http://collector.example:9411/api")!
            return try await client.send(ClientRequest(.get, url, address: server.address), timeout: .seconds(5)).text
        }
        #expect(host == "collector.example:9411")
    }

    @Test func `a cancelled request ends at once`() async throws {
        let error = try await Self.onLoop { loop in
            let acceptor = try Acceptor(address: .ip(.loopback4, port: 0))
            let client = Client(on: loop)
            let url = ClientURL("http://\(acceptor.localAddress)/")!
            let request = Task(executorPreference: loop) {
                await Self.failure { () async throws(ClientError) in
                    try await client.send(.get, url, timeout: .seconds(60))
                }
            }
            await Self.turns()
            request.cancel()
            return await request.value
        }
        #expect(error == .cancelled)
    }
}
