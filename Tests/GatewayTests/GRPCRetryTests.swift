// Which calls may be made twice?

import TestSupport
import Testing

/// RFC 9113, 8.7; gRPC over HTTP2, Errors.
@Suite struct GRPCRetryTests {
    @Test(arguments: ["/refuse-once", "/goaway"])
    func `a call that the upstream did not look at is sent again, whole`(path: String) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        #expect(try client.get(1).text == "hello")
        try GRPCStage.call(client, path, [["grpc-timeout", "9S"]], stream: 3)
        let answer = try client.answer(3)
        #expect(answer.status == 200 && answer.text == "hello", "\(answer)")
        let whole = try origin.peer.event("whole") { $0.stream != 1 && $0.total == 5 || $0.connection == 1 }
        #expect(whole.total == 5, "\(whole)")
        let times = origin.requests.compactMap { GRPCStage.seconds($0.field("grpc-timeout")) }
        #expect(times.count == 2 && times[1] <= times[0], "\(times)")
    }

    @Test func `a stream that is still open goes on behind what was sent again`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/refuse-once", stream: 1, end: false)
        try origin.request(1)
        try GRPCStage.message(client, 1)
        #expect(try client.answer(1).text == "hello")
        #expect(try origin.peer.event("whole").total == 10)
    }

    @Test func `a call too large to keep is UNAVAILABLE`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin, cluster: "protocol h2")
        let client = try gateway.connectH2()
        try client.request(1, "POST", "/refuse-late", fields: GRPCStage.fields, end: false)
        try client.data(1, String(repeating: "x", count: 20_000))
        let answer = try client.answer(1)
        #expect(answer.fields["grpc-status"] == "14", "\(answer)")
        #expect(answer.fields["grpc-message"]?.contains("refused") == true)
        // What the origin says of it comes another way than its answer.
        try origin.request()
        #expect(origin.requests.count == 1)
    }

    @Test func `what a service answers is not asked again, UNAVAILABLE neither`() throws {
        let server = try Peer("grpc_server")
        let gateway = try TestGateway(fronting: "h2c://127.0.0.1:\(server.port)", with: [server])
        let client = try Peer("grpc_client", ["\(gateway.port())", "fail", "--status", "UNAVAILABLE", "--no-retries"])
        #expect(try client.event("done").status == "UNAVAILABLE")
        #expect(server.events.count { $0.event == "call" } == 1)
        #expect(try gateway.metrics().sum("headgate_upstream_retries_total") == 0)
    }

    @Test(arguments: [(8, "1"), (11, "8"), (2, "13"), (1, "13")])
    func `a reset before the answer means what gRPC says it means`(code: Int, status: String) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/reset-early?code=\(code)")
        let answer = try client.answer(1)
        #expect(answer.fields["grpc-status"] == status, "\(answer)")
        #expect(answer.fields["l5d-err"] == "reset_before_answer")
    }
}
