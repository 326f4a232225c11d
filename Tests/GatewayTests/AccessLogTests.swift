// Is each exchange written down?

import Foundation
import TestSupport
import Testing

@Suite struct AccessLogTests {
    private struct Line: Decodable {
        let method: String
        let host: String
        let path: String
        let status: Int
        let trace_id: String
        let sampled: Bool
        let client: String
    }

    @Test func `a JSON line tells an exchange, with its trace and verdict`() throws {
        let origin = try Origin(.answer("hello", status: 201))
        let gateway = try TestGateway(to: origin, settings: "sample 100%", more: "access-log json")

        _ = try gateway.get("/cart?secret=1", host: "shop.test")

        var found: Substring?
        try eventually("the line") {
            found = gateway.output.split(separator: "\n").first { $0.contains("shop.test") }
            return found != nil
        }
        let line = try JSONDecoder().decode(Line.self, from: Data(try #require(found).utf8))
        #expect(line.method == "GET")
        #expect(line.host == "shop.test")
        #expect(line.path == "/cart")
        #expect(line.status == 201)
        #expect(line.client.hasPrefix("127.0.0.1:"))
        #expect(line.sampled)
        #expect(line.trace_id == origin.requests[0].fields["X-B3-TraceId"])
    }

    @Test func `a file of its own gets the lines`() throws {
        let folder = try TemporaryDirectory()
        let gateway = try TestGateway(to: try Origin(), more: "access-log text \(folder.file("access.log"))")
        for n in 0..<20 { _ = try gateway.get("/\(n)") }
        func lines() -> Int {
            ((try? String(contentsOfFile: folder.file("access.log"), encoding: .utf8)) ?? "").split(separator: "\n")
                .count
        }
        try eventually("twenty lines") { lines() == 20 }
    }

    @Test func `a client cannot forge a line`() throws {
        let gateway = try TestGateway(to: try Origin(), more: "access-log json")
        _ = try gateway.get("/%22%2C%22status%22%3A", fields: ["User-Agent: \"},{\"status\":1"])
        try eventually("a line") { gateway.output.contains("user_agent") }
        let line = try #require(gateway.output.split(separator: "\n").first { $0.contains("user_agent") })
        #expect(try JSONDecoder().decode(Line.self, from: Data(line.utf8)).status == 200)
    }

    @Test func `the last lines are written before the gateway ends`() throws {
        let gateway = try TestGateway(to: try Origin(), more: "access-log json")
        _ = try gateway.get("/last")
        gateway.signal()
        #expect(try gateway.waitForExit() == .code(0))
        #expect(gateway.output.contains("/last"))
    }

    @Test func `off is off`() throws {
        let gateway = try TestGateway(to: try Origin())
        _ = try gateway.get("/quiet")
        gateway.signal()
        #expect(try gateway.waitForExit() == .code(0))
        #expect(!gateway.said.contains("/quiet"))
    }
}
