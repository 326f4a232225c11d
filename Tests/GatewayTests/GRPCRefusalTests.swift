// Is a gRPC client told in gRPC what the gateway does not do?

import TestSupport
import Testing

/// gRPC over HTTP2, Responses: Trailers-Only.
@Suite struct GRPCRefusalTests {
    @Test func `an answer of the gateway is one head, with its reason`() throws {
        let gateway = try TestGateway(
            """
            listen @http {
                protocols h2c
                return-trace-id X-Trace-Id
                route /a.B/* to 127.0.0.1:1
            }
            """
        )
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/b.B/C")
        let answer = try client.answer(1)
        #expect(answer.status == 200 && answer.isWhole && answer.length == 0, "\(answer)")
        #expect(answer.fields["content-type"] == "application/grpc")
        #expect(answer.fields["grpc-status"] == "12")
        #expect(answer.fields["grpc-message"] == "no route matches this host and path")
        #expect(answer.fields["l5d-err"] == "unrouted")
        #expect(client.frames("Headers", stream: 1).count == 1)
        try GRPCStage.call(client, "/a.B/C", stream: 3)
        let down = try client.answer(3)
        #expect(down.fields["grpc-status"] == "14" && down.fields["l5d-err"] == "connect_refused", "\(down)")
        #expect(down.fields["x-trace-id"]?.count == 32, "\(down)")
    }

    @Test func `a malformed head that says it is gRPC is INTERNAL`() throws {
        let gateway = try TestGateway(fronting: "h2c://127.0.0.1:\(FreePorts.next())")
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/a.B/C", [["connection", "close"]])
        let answer = try client.answer(1)
        #expect(answer.status == 200 && answer.fields["grpc-status"] == "13", "\(answer)")
        try client.request(3, "POST", "/a.B/C", fields: [["connection", "close"]], end: true)
        #expect(try client.answer(3).status == 400)
    }

    @Test func `a head beyond its limit is RESOURCE_EXHAUSTED`() throws {
        let gateway = try TestGateway(fronting: "h2c://127.0.0.1:\(FreePorts.next())")
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/a.B/C", (0..<200).map { ["x-\($0)", "a"] })
        let answer = try client.answer(1)
        #expect(answer.fields["grpc-status"] == "8", "\(answer)")
        #expect(answer.fields["grpc-message"]?.contains("limits.fields") == true, "\(answer)")
    }

    @Test func `a host of another certificate stays 421`() throws {
        let localhost = try Certificate.localhost
        let other = try Certificate(for: ["other.test"])
        let gateway = try TestGateway(
            """
            listen @tls {
                tls {
                    cert localhost \(localhost.paths)
                    cert other.test \(other.paths)
                }
                route /* to 127.0.0.1:1
            }
            """
        )
        let client = try gateway.connectH2("tls")
        try client.request(1, "POST", "/a.B/C", authority: "other.test", fields: GRPCStage.fields)
        let answer = try client.answer(1)
        #expect(answer.status == 421 && answer.fields["grpc-status"] == nil, "\(answer)")
    }

    @Test func `a queue that is full is UNAVAILABLE`() throws {
        let origin = try H2Origin(options: ["--streams", "1"])
        let gateway = try TestGateway(fronting: origin, cluster: "queue 0")
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/never")
        let answer = try client.answer(1)
        #expect(answer.fields["grpc-status"] == "14", "\(answer)")
        #expect(answer.fields["grpc-message"]?.contains("cluster.queue") == true, "\(answer)")
    }

    @Test func `an HTTP error of the upstream passes as it is`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/status/503")
        let answer = try client.answer(1)
        #expect(answer.status == 503 && answer.text == "503" && answer.fields["grpc-status"] == nil, "\(answer)")
    }

    @Test func `a HEAD is no call, and could not be told its status behind a head that ends the stream`() throws {
        let gateway = try TestGateway(fronting: "h2c://127.0.0.1:\(FreePorts.next())")
        let client = try gateway.connectH2()
        try client.request(1, "HEAD", "/", fields: GRPCStage.fields)
        let answer = try client.answer(1)
        #expect(answer.status == 502 && answer.fields["grpc-status"] == nil, "\(answer)")
    }

    @Test func `over HTTP 1 and for GET it is an ordinary request`() throws {
        let gateway = try TestGateway(fronting: "h2c://127.0.0.1:\(FreePorts.next())")
        #expect(try gateway.connectH2().get(1, "/", fields: GRPCStage.fields).status == 502)
        let request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/grpc\r\nContent-Length: 0\r\n\r\n"
        #expect(try gateway.connect().ask(request, method: "POST").status == 502)
    }

    @Test func `an upstream that dies in the middle ends the call with UNAVAILABLE`() throws {
        let server = try Peer("grpc_server")
        let gateway = try TestGateway(fronting: "h2c://127.0.0.1:\(server.port)", with: [server])
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/test.Echo/WaitStream")
        try client.frame("Data", stream: 1)
        server.stop()
        let answer = try client.answer(1)
        #expect(answer.isWhole && answer.trailers["grpc-status"] == "14", "\(answer)")
        #expect(answer.trailers["grpc-message"] == "the upstream's answer broke off")
    }
}
