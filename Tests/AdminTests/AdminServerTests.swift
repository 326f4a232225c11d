// Does the window work over a socket?

import Bytes
import Connection
import HTTP
import Testing
import Time
import Wire

@testable import Admin

@Suite struct AdminServerTests {
    /// Sends one request as it stands and reads everything until the end.
    private static func ask(_ text: String) async throws -> String {
        let loop = try LoopExecutor.start(name: "admin")
        defer { loop.stop() }
        let fixture = try AdminFixture()
        return try await Task(executorPreference: loop) {
            let server = try AdminServer(on: loop, address: .ip(.loopback4, port: 0), sources: fixture.sources)
            try await server.start()
            let deadline = Deadline(after: .seconds(5), from: MonotonicClock.now())
            let client = try await AsyncConduit.connect(to: server.address, on: loop, until: deadline)
            try await client.write(Array(text.utf8), until: deadline)
            var answer: [UInt8] = []
            while true {
                let bytes = try await client.read(until: deadline)
                if bytes.isEmpty { break }
                answer += bytes
            }
            await client.close()
            await server.stop()
            return String(decoding: answer, as: UTF8.self)
        }.value
    }

    @Test func `a question over a socket is answered`() async throws {
        let answer = try await Self.ask("GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("\r\n\r\nready\n"))
        #expect(answer.contains("Cache-Control: no-store\r\n"))
    }

    @Test func `HEAD has the length and not the body`() async throws {
        let answer = try await Self.ask("HEAD /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        #expect(answer.lowercased().contains("content-length: 6\r\n") && answer.hasSuffix("\r\n\r\n"))
    }

    @Test func `a strange name reads nothing`() async throws {
        let answer = try await Self.ask("GET /config HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 421 ") && !answer.contains("listen"))
    }

    @Test func `spans go in by one request and come out by the next`() async throws {
        let body = #"[{"traceId":"000000000000000c","id":"0000000000000001","name":"x"}]"#
        let answer = try await Self.ask(
            "POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                + "GET /api/v2/trace/c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        #expect(answer.hasPrefix("HTTP/1.1 202 Accepted\r\n") && answer.hasSuffix(body))
    }
}
