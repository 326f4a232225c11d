// Does the cold side's server keep to HTTP and to its limits on real sockets?

import Bytes
import Connection
import HTTP
import Testing
import Time
import Wire

private func soon(_ duration: Duration = .seconds(5)) -> Deadline {
    Deadline(after: duration, from: MonotonicClock.now())
}

@Suite struct LocalServerTests {
    /// A server that tells what it was asked, and one raw connection to it.
    private static func talk<Value: Sendable>(
        limits: LocalLimits = LocalLimits(),
        handler: @escaping LocalServer.Handler = Self.echo,
        _ body: @escaping @Sendable (LocalServer, AsyncConduit) async throws -> Value
    ) async throws -> Value {
        let loop = try LoopExecutor.start(name: "local")
        defer { loop.stop() }
        return try await Task(executorPreference: loop) {
            let server = try LocalServer(on: loop, address: .ip(.loopback4, port: 0), limits: limits, handler: handler)
            try await server.start()
            let client = try await AsyncConduit.connect(to: server.address, on: loop, until: soon())
            let result: Result<Value, any Error>
            do { result = .success(try await body(server, client)) } catch { result = .failure(error) }
            await client.close()
            await server.stop()
            return try result.get()
        }.value
    }

    @Sendable private static func echo(_ request: LocalRequest) async -> LocalResponse {
        .text(.ok, "\(request.method) \(request.path) \(request.body.count)")
    }

    private static func send(_ text: String, to client: AsyncConduit) async throws {
        try await client.write(Array(text.utf8), until: soon())
    }

    /// Everything until the server closes.
    private static func rest(of client: AsyncConduit) async throws -> String {
        var received: [UInt8] = []
        while true {
            let bytes = try await client.read(until: soon())
            if bytes.isEmpty { return String(decoding: received, as: UTF8.self) }
            received += bytes
        }
    }

    @Test func `pipelined requests are answered in order, and close ends the connection`() async throws {
        let answer = try await Self.talk { _, client in
            try await Self.send(
                "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nHEAD /2 HTTP/1.1\r\nHost: a\r\n\r\n"
                    + "POST /3 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
                to: client
            )
            return try await Self.rest(of: client)
        }
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\nContent-Length: "
        let expected =
            head + "8\r\n\r\nget /1 0" + head + "9\r\n\r\n" + head + "9\r\nConnection: close\r\n\r\npost /3 2"
        #expect(answer.lowercased() == expected.lowercased())
    }

    @Test func `a large chunked body arrives whole`() async throws {
        let answer = try await Self.talk { _, client in
            try await Self.send(
                "POST /big HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n",
                to: client
            )
            for _ in 0..<40 {
                try await Self.send("10000\r\n" + String(repeating: "x", count: 65536) + "\r\n", to: client)
            }
            try await Self.send("0\r\n\r\n", to: client)
            return try await Self.rest(of: client)
        }
        #expect(answer.hasSuffix("post /big 2621440"))
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", 400), ("NONSENSE\r\n\r\n", 400), ("GET / HTTP/1.1\nHost: a\n\n", 400),
        ("GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 20_000) + "\r\n\r\n", 431),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n", 413),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
    ])
    func `a bad request is told why, and the connection is closed`(text: String, status: Int) async throws {
        let answer = try await Self.talk { _, client in
            try await Self.send(text, to: client)
            return try await Self.rest(of: client)
        }
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
        #expect(answer.contains("onnection: close\r\n"))
    }

    @Test func `an answer overtakes a body that is refused`() async throws {
        var limits = LocalLimits()
        limits.bodyBytes = 1000
        let answer = try await Self.talk(limits: limits) { _, client in
            try await Self.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", to: client)
            try await Self.send(String(repeating: "x", count: 100_000), to: client)
            return try await Self.rest(of: client)
        }
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
    }

    @Test func `a client that waits for 100 gets it`() async throws {
        let answer = try await Self.talk { _, client in
            try await Self.send(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
                to: client
            )
            let interim = String(decoding: try await client.read(until: soon()), as: UTF8.self)
            try await Self.send("ok", to: client)
            return interim + (try await Self.rest(of: client))
        }
        #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"))
    }

    @Test func `an idle connection is closed without a word`() async throws {
        var limits = LocalLimits()
        limits.idleTime = .milliseconds(20)
        let answer = try await Self.talk(limits: limits) { _, client in try await Self.rest(of: client) }
        #expect(answer.isEmpty)
    }

    @Test(arguments: ["GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf"])
    func `a request that does not come to its end is timed out`(text: String) async throws {
        var limits = LocalLimits()
        limits.requestTime = .milliseconds(30)
        let answer = try await Self.talk(limits: limits) { _, client in
            try await Self.send(text, to: client)
            return try await Self.rest(of: client)
        }
        #expect(answer.hasPrefix("HTTP/1.1 408 "))
    }

    @Test func `one connection too many is turned away`() async throws {
        var limits = LocalLimits()
        limits.connections = 1
        let answer = try await Self.talk(limits: limits) { server, client in
            try await Self.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n", to: client)
            _ = try await client.read(until: soon())
            let other = try await AsyncConduit.connect(to: server.address, on: server.loop, until: soon())
            return try await Self.rest(of: other)
        }
        #expect(answer.hasPrefix("HTTP/1.1 503 "))
    }

    @Test func `stopping lets the request at hand be answered`() async throws {
        let (asked, ask) = AsyncStream.makeStream(of: Void.self)
        let (allowed, allow) = AsyncStream.makeStream(of: Void.self)
        let answer = try await Self.talk { _ in
            ask.finish()
            for await _ in allowed {}
            return .text(.ok, "done")
        } _: { server, client in
            try await Self.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n", to: client)
            for await _ in asked {}
            async let stopped: Void = server.stop(within: .seconds(3))
            while await Self.isOpen(server) { await Task.yield() }
            allow.finish()
            let answer = try await Self.rest(of: client)
            await stopped
            return answer
        }
        #expect(answer.lowercased().hasSuffix("connection: close\r\n\r\ndone"))
    }

    private static func isOpen(_ server: LocalServer) async -> Bool {
        let conduit = try? await AsyncConduit.connect(to: server.address, on: server.loop, until: soon())
        await conduit?.close()
        return conduit != nil
    }

    @Test func `a port in use is known at once`() async throws {
        let loop = try LoopExecutor.start(name: "twice")
        defer { loop.stop() }
        let first = try LocalServer(on: loop, address: .ip(.loopback4, port: 0), handler: Self.echo)
        #expect(throws: SystemError.self) {
            _ = try LocalServer(on: loop, address: first.address, handler: Self.echo)
        }
    }

    @Test func `a field that could end a line is left out`() {
        var response = LocalResponse.text(.ok, "x")
        response.headers += [("X-Bad", "a\r\nSet-Cookie: b"), ("Bad Name", "c"), ("X-Good", "d")]
        let text = String(decoding: response.serialized(keepAlive: true), as: UTF8.self)
        #expect(!text.contains("Set-Cookie") && !text.contains("Bad Name") && text.contains("X-Good: d"))
    }
}
