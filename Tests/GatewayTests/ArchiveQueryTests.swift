// Can traces be seen without a collector?

import Foundation
import TestSupport
import Testing

/// Zipkin's query API, v2.
@Suite struct ArchiveQueryTests {
    private static func spans(_ answer: Answer) throws -> [SeenSpan] {
        try JSONDecoder().decode([SeenSpan].self, from: Data(answer.body))
    }

    private static func traces(_ gateway: TestGateway, _ query: String = "") throws -> [[SeenSpan]] {
        let answer = try gateway.admin("/api/v2/traces" + query)
        #expect(answer.status == 200, "\(answer)")
        return try JSONDecoder().decode([[SeenSpan]].self, from: Data(answer.body))
    }

    private static func names(_ gateway: TestGateway, _ target: String) throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data(gateway.admin(target).body))
    }

    @Test func `a traced request can be found, by itself and in the list`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "trace { sample 100% }")
        _ = try gateway.get("/shop")
        let id = try #require(try origin.request().fields["X-B3-TraceId"])

        try eventually("the trace to be kept") { try gateway.admin("/api/v2/trace/\(id)").status == 200 }

        let spans = try Self.spans(gateway.admin("/api/v2/trace/\(id)"))
        #expect(Set(spans.map(\.kind)) == ["SERVER", "CLIENT"])
        #expect(try Self.traces(gateway).contains { $0.first?.traceId == id })
        #expect(try Self.traces(gateway, "?serviceName=headgate&limit=1").count == 1)
        #expect(try Self.traces(gateway, "?serviceName=nobody").isEmpty)
        #expect(try Self.names(gateway, "/api/v2/services").contains("headgate"))
        #expect(try !Self.names(gateway, "/api/v2/spans?serviceName=headgate").isEmpty)
    }

    @Test func `services can send their spans, and are linked with ours`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "trace { sample 100% }")
        _ = try gateway.get("/")
        let seen = try origin.request().fields
        let (trace, parent) = (try #require(seen["X-B3-TraceId"]), try #require(seen["X-B3-SpanId"]))
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        let span = """
            [{"traceId":"\(trace)","parentId":"\(parent)","id":"00000000000000aa","kind":"SERVER","name":"get /",
            "timestamp":\(now),"duration":10,"localEndpoint":{"serviceName":"hello"}}]
            """
        let posted = try gateway.connect("admin").ask(
            "POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(span.utf8.count)\r\n\r\n" + span
        )
        #expect(posted.status == 202, "\(posted)")

        try eventually("three spans in the trace") {
            let answer = try gateway.admin("/api/v2/trace/\(trace)")
            return try answer.status == 200 && Self.spans(answer).count == 3
        }
        #expect(try Self.names(gateway, "/api/v2/services") == ["headgate", "hello"])
        let links = try gateway.admin("/api/v2/dependencies?endTs=\(now / 1_000 + 60_000)&lookback=600000").text
        #expect(links.contains("\"parent\":\"headgate\"") && links.contains("\"child\":\"hello\""), "\(links)")
    }

    @Test(arguments: [
        ("/api/v2/trace/00000000000000000000000000000001", 404), ("/api/v2/trace/xyz", 400),
        ("/api/v2/traces?limit=0", 400), ("/api/v2/traces?endTs=-1", 400), ("/api/v2/traces?minDuration=0", 400),
        ("/api/v2/spans", 400), ("/api/v2/dependencies", 400), ("/nothing/here", 404),
    ])
    func `a bad question gets a clear no`(target: String, status: Int) throws {
        let gateway = try TestGateway(to: try Origin())
        #expect(try gateway.admin(target).status == status)
    }

    @Test(arguments: ["[]", ""])
    func `an empty list of spans is accepted`(body: String) throws {
        let gateway = try TestGateway(to: try Origin())
        let answer = try gateway.connect("admin").ask(
            "POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body
        )
        #expect(answer.status == 202)
    }

    @Test(arguments: ["{}", "nonsense", "[{\"id\":\"1\"}]", "[{\"traceId\":\"zz\",\"id\":\"0000000000000001\"}]"])
    func `spans that are none are refused with 400`(body: String) throws {
        let gateway = try TestGateway(to: try Origin())
        let answer = try gateway.connect("admin").ask(
            "POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body
        )
        #expect(answer.status == 400)
    }

    @Test func `an archive in a file outlives the gateway`() throws {
        let folder = try TemporaryDirectory()
        let archive = "trace { sample 100%; archive \(folder.file("traces.db")) }"
        let origin = try Origin()
        do {
            let gateway = try TestGateway(to: origin, more: archive)
            _ = try gateway.get("/")
            try eventually("the trace to be kept") { try !Self.traces(gateway).isEmpty }
            gateway.signal()
            #expect(try gateway.waitForExit() == .code(0))
            let log = try? FileManager.default.attributesOfItem(atPath: folder.file("traces.db-wal"))[.size] as? Int
            #expect((log ?? 0) == 0, "the write-ahead log was left behind")
        }
        let id = try #require(try origin.request().fields["X-B3-TraceId"])
        let gateway = try TestGateway(to: origin, more: archive)
        #expect(try gateway.admin("/api/v2/trace/\(id)").status == 200)
    }

    @Test func `what was answered can be looked up at once`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "trace { sample 100% }")
        let client = try gateway.connect()
        for count in 1...20 {
            _ = try client.get("/")
            // The last one may not have ended inside yet; those before it on this connection have.
            #expect(try Self.traces(gateway, "?limit=100").count >= count - 1)
        }
    }

    @Test(arguments: [
        ("Origin: http://evil.example", 403), ("Origin: null", 403), ("Content-Type: text/plain", 415),
        ("Content-Encoding: br", 415),
    ])
    func `a web page cannot write spans`(field: String, status: Int) throws {
        let gateway = try TestGateway(to: try Origin())
        let answer = try gateway.connect("admin").ask(
            "POST /api/v2/spans HTTP/1.1\r\nHost: localhost\r\n\(field)\r\nContent-Length: 2\r\n\r\n[]"
        )
        #expect(answer.status == status)
    }

    @Test func `headgate traces prints the latest as a waterfall`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "trace { sample 100% }")
        _ = try gateway.get("/shop/cart")
        try eventually("the trace to be kept") { try !Self.traces(gateway).isEmpty }
        let run = try HeadgateBinary.run("traces", "--admin", "127.0.0.1:\(gateway.port("admin"))")
        #expect(run.exit == .code(0), "\(run)")
        let id = try #require(origin.requests.first?.fields["X-B3-TraceId"])
        #expect(run.output.contains(id) && run.output.contains("headgate"), "\(run)")
    }
}
