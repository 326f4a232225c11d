// Does a call end when its client says?

import TestSupport
import Testing

/// gRPC over HTTP2, Requests: Timeout.
@Suite struct GRPCDeadlineTests {
    private func server(_ settings: String = "", more: String = "") throws -> (Peer, TestGateway) {
        let server = try Peer("grpc_server")
        let gateway = try TestGateway(
            fronting: "h2c://127.0.0.1:\(server.port)",
            settings: settings,
            more: more,
            with: [server]
        )
        return (server, gateway)
    }

    @Test(arguments: [("", 4.0...5.0), ("timeout 1s", 0.0...1.0)])
    func `the upstream is told what remains, once`(settings: String, range: ClosedRange<Double>) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin, settings: settings)
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/fields", [["grpc-timeout", "5S"]])
        _ = try client.answer(1)
        let sent = try origin.request().fields?.filter { $0[0] == "grpc-timeout" } ?? []
        #expect(sent.count == 1, "\(sent)")
        let seconds = try #require(GRPCStage.seconds(sent.first?[1]))
        #expect(range.contains(seconds) && seconds < 5, "\(sent)")
    }

    @Test func `a client without a deadline gives the upstream none`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/fields")
        _ = try client.answer(1)
        #expect(try origin.request().field("grpc-timeout") == nil)
        #expect(try origin.request().field("te") == "trailers")
    }

    @Test func `what is no call keeps the field as it is`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        _ = try gateway.connectH2().get(1, "/fields", fields: [["grpc-timeout", "whenever"]])
        #expect(try origin.request().field("grpc-timeout") == "whenever")
        _ = try gateway.get("/fields")
    }

    @Test(arguments: ["1", "123456789S", "5x", "-1S", "1.5S", "S", ""])
    func `a timeout that is none ends the call before it begins`(text: String) throws {
        let (server, gateway) = try server()
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/test.Echo/Unary", [["grpc-timeout", text]])
        let answer = try client.answer(1)
        #expect(answer.fields["grpc-status"] == "13", "\(answer)")
        #expect(answer.fields["grpc-message"]?.contains("grpc-timeout") == true, "\(answer)")
        #expect(answer.fields["l5d-err"] == "malformed_grpc_timeout")
        #expect(!server.events.contains { $0.event == "call" })
        #expect(try gateway.metrics().sum("headgate_requests_refused_total", ["reason": "malformed"]) == 1)
    }

    @Test func `a timeout that stands twice is none`() throws {
        let (_, gateway) = try server()
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/test.Echo/Unary", [["grpc-timeout", "5S"], ["grpc-timeout", "9S"]])
        #expect(try client.answer(1).fields["grpc-status"] == "13")
    }

    @Test func `a deadline of zero has passed`() throws {
        let (server, gateway) = try server()
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/test.Echo/Unary", [["grpc-timeout", "0S"]])
        let answer = try client.answer(1)
        #expect(answer.fields["grpc-status"] == "4" && answer.isWhole, "\(answer)")
        #expect(!server.events.contains { $0.event == "call" })
    }

    @Test(arguments: [("", [["grpc-timeout", "400m"]]), ("timeout 400ms", [])])
    func `a time that runs out behind the first message is told by trailers`(settings: String, fields: [[String]])
        throws
    {
        let (server, gateway) = try server(settings)
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/test.Echo/WaitStream", fields)
        let answer = try client.answer(1)
        #expect(answer.status == 200 && answer.length > 5 && answer.isWhole, "\(answer)")
        #expect(answer.fields["grpc-status"] == nil)
        #expect(answer.trailers["grpc-status"] == "4", "\(answer)")
        try server.event("gone", within: Patience(seconds: 1))
        guard fields.isEmpty else { return }  // The server keeps the deadline as well, and may be first.
        #expect(answer.trailers["l5d-err"] == "total_timeout")
        #expect(answer.trailers["grpc-message"]?.contains("(400ms)") == true, "\(answer)")
        #expect(try gateway.metrics().sum("headgate_upstream_failures_total", ["reason": "total_timeout"]) == 1)
    }

    @Test func `the upstream's stream is cancelled, not its connection`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/never", [["grpc-timeout", "200m"]])
        #expect(try client.answer(1).fields["grpc-status"] == "4")
        #expect(try origin.peer.event("reset").code == 8)
        #expect(try gateway.metrics().sum("headgate_upstream_failures_total", ["reason": "deadline_passed"]) == 1)
        #expect(try client.get(3).text == "hello")
        #expect(origin.connectionCount == 1)
    }

    @Test func `without a timeout a call may be silent on both sides, and others may not`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(
            fronting: origin,
            settings: "timeout off",
            more: "service * { first-byte 200ms; idle off }\nlimits { body-idle 200ms }"
        )
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/never", stream: 1, end: false)
        try GRPCStage.call(client, "/never", stream: 3)
        try origin.request(1)
        // Both times have passed for these two, which began later.
        #expect(try client.get(5, "/never").status == 504)
        try client.request(7, "POST", "/never", end: false)
        #expect(try client.answer(7).status == 408)
        #expect(client.frames("Headers", stream: 1).isEmpty && client.frames("Headers", stream: 3).isEmpty)
        #expect(client.frames("RstStream").allSatisfy { $0.stream != 1 && $0.stream != 3 })
        try client.reset(1)
        #expect(try origin.peer.event("reset") { $0.stream == 1 }.code == 8)
    }
}
