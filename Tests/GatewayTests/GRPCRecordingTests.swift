// Is it written down how calls end?

import Foundation
import TestSupport
import Testing

@Suite struct GRPCRecordingTests {
    private func traced(_ address: String, _ sink: ZipkinSink, _ company: [AnyObject], more: String = "") throws
        -> TestGateway
    {
        try TestGateway(
            fronting: address,
            more: "trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms } }\n\(more)",
            with: company
        )
    }

    @Test(arguments: [("Unary", "hello", 0, false), ("Fail", "NOT_FOUND", 5, false), ("Fail", "DATA_LOSS", 15, true)])
    func `both spans tell the call and its status`(method: String, status: String, code: Int, isError: Bool) throws {
        let (sink, server) = (try ZipkinSink(), try Peer("grpc_server"))
        let gateway = try traced("h2c://127.0.0.1:\(server.port)", sink, [server])
        let scene = method == "Fail" ? ["fail", "--status", status] : ["unary"]
        _ = try Peer("grpc_client", ["\(gateway.port())"] + scene).event("done")
        let spans = try sink.spans(2)
        for span in spans {
            #expect(span.tag("rpc.system") == "grpc", "\(span)")
            #expect(span.tag("rpc.service") == "test.Echo")
            #expect(span.tag("rpc.method") == method)
            #expect(span.tag("rpc.grpc.status_code") == "\(code)")
            #expect(span.tag("http.status_code") == "200")
        }
        #expect(spans.first { $0.kind == "SERVER" }?.tag("error") == (isError ? status : nil))
        #expect(spans.first { $0.kind == "CLIENT" }?.tag("error") == (code == 0 ? nil : status))
    }

    @Test func `an answer without a status is UNKNOWN, and passes`() throws {
        let (sink, origin) = (try ZipkinSink(), try H2Origin())
        let gateway = try traced(origin.address, sink, [origin])
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/echo")
        let answer = try client.answer(1)
        #expect(answer.status == 200 && answer.length == 5 && answer.isWhole, "\(answer)")
        for span in try sink.spans(2) {
            #expect(span.tag("error") == "grpc_status_missing", "\(span)")
            #expect(span.tag("rpc.grpc.status_code") == "2")
        }
        #expect(try gateway.metrics().sum("headgate_grpc_calls_total", ["grpc_status": "UNKNOWN"]) == 1)
    }

    @Test func `what the gateway says itself is written down as said`() throws {
        let sink = try ZipkinSink()
        let gateway = try traced("h2c://127.0.0.1:\(FreePorts.next())", sink, [])
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/a.B/C")
        _ = try client.answer(1)
        let server = try #require(try sink.spans(2).first { $0.kind == "SERVER" })
        #expect(server.tag("rpc.grpc.status_code") == "14" && server.tag("error") == "connect_refused", "\(server)")
    }

    @Test func `each status is counted by route, and a call that was given up is CANCELLED`() throws {
        let server = try Peer("grpc_server")
        let gateway = try TestGateway(fronting: "h2c://127.0.0.1:\(server.port)", with: [server])
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/test.Echo/Unary", stream: 1)
        _ = try client.answer(1)
        try GRPCStage.call(client, "/test.Echo/Missing", stream: 3)
        #expect(try client.answer(3).fields["grpc-status"] == "12")
        try GRPCStage.call(client, "/test.Echo/WaitStream", stream: 5)
        try client.frame("Data", stream: 5)
        try client.reset(5)
        let name = "headgate_grpc_calls_total"
        let metrics = try gateway.metrics("a cancelled call") { $0.sum(name, ["grpc_status": "CANCELLED"]) == 1 }
        #expect(metrics.sum(name, ["grpc_status": "OK", "route": "/*"]) == 1, "\(metrics)")
        #expect(metrics.sum(name, ["grpc_status": "UNIMPLEMENTED", "route": "/*"]) == 1)
        #expect(metrics.values(of: "grpc_status", in: name).count == 3)
    }

    @Test(arguments: [("json", #""grpc_status":"NOT_FOUND""#), ("text", " grpc_status=NOT_FOUND ")])
    func `a line of the log has the status of a call, and only of a call`(format: String, member: String) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin, more: "access-log \(format)")
        let client = try gateway.connectH2()
        #expect(try client.get(1, "/plain").status == 200)
        try GRPCStage.call(client, "/only-trailers", stream: 3)
        _ = try client.answer(3)
        func line(_ word: String) -> Substring? {
            gateway.output.split(separator: "\n").first { $0.contains(word) }
        }
        try eventually("both lines") { line("/plain") != nil && line("/only-trailers") != nil }
        #expect(line("/only-trailers")?.contains(member) == true, "\(gateway.output)")
        #expect(line("/plain")?.contains("grpc_status") == false)
    }
}
