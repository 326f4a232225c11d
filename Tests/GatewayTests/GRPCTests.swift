// Does a real gRPC client reach a real gRPC server, and is the gateway's own answer one too?

import TestSupport
import Testing

/// gRPC over HTTP/2 (PROTOCOL-HTTP2.md); gRPC status codes.
@Suite struct GRPCTests {
    /// A gRPC server behind a gateway.
    struct Stage {
        let server: Peer
        let gateway: TestGateway

        /// Both sides plain, or both over TLS.
        init(isSecure: Bool = false, settings: String = "", more: String = "") throws {
            let certificate = try Certificate.localhost
            server = try Peer(
                "grpc_server",
                isSecure ? ["--tls", certificate.certificatePath, certificate.keyPath] : []
            )
            gateway = try TestGateway(
                fronting: "\(isSecure ? "https" : "h2c")://127.0.0.1:\(server.port)",
                settings: settings,
                more: more,
                with: [server]
            )
        }

        /// A client that plays `scene`.
        func client(_ scene: String, _ options: [String] = [], isSecure: Bool = false) throws -> Peer {
            try GRPCTests.client(gateway, scene, options, isSecure: isSecure)
        }

        /// The same, to its end.
        func play(_ scene: String, _ options: [String] = [], isSecure: Bool = false) throws -> PeerEvent {
            try client(scene, options, isSecure: isSecure).event("done")
        }
    }

    static func client(_ gateway: TestGateway, _ scene: String, _ options: [String], isSecure: Bool = false) throws
        -> Peer
    {
        let trust = isSecure ? ["--tls", try Certificate.localhost.certificatePath] : []
        return try Peer("grpc_client", ["\(gateway.port(isSecure ? "tls" : "http"))", scene] + trust + options)
    }

    @Test(arguments: [false, true])
    func `all four kinds of calls work`(isSecure: Bool) throws {
        let stage = try Stage(isSecure: isSecure)
        for (scene, messages) in [
            ("unary", ["hello"]), ("collect", ["0,1,2,3,4"]), ("spread", ["h", "e", "l", "l", "o"]),
            ("talk", ["ONE", "TWO", "THREE"]),
        ] {
            let done = try stage.play(scene, isSecure: isSecure)
            #expect(done.status == "OK", "\(scene): \(done)")
            #expect(done.messages == messages, "\(scene): \(done)")
        }
    }

    @Test(arguments: [false, true])
    func `messages of megabytes go both ways`(isSecure: Bool) throws {
        let done = try Stage(isSecure: isSecure).play("large", isSecure: isSecure)
        #expect(done.messages == ["2097152", "3000000"], "\(done)")
    }

    @Test func `metadata goes both ways, before and behind the answer`() throws {
        let stage = try Stage()
        let done = try stage.play("metadata")
        #expect(done.field("x-initial") == "early", "\(done)")
        #expect(done.trailer("x-trailing") == "late", "\(done)")
        #expect(done.trailer("x-blob-bin") == "0001020304050607")
        let call = try stage.server.event("call")
        #expect(call.field("x-sent") == "by the client")
        #expect(call.field("x-sent-bin") == "00ff")
    }

    @Test(arguments: ["NOT_FOUND", "INVALID_ARGUMENT", "RESOURCE_EXHAUSTED", "UNAUTHENTICATED"])
    func `a failed call keeps its status, message and metadata`(status: String) throws {
        let done = try Stage().play("fail", ["--status", status])
        #expect(done.status == status, "\(done)")
        #expect(done.text == "no \u{201C}thing\u{201D}: 100%\nat all", "\(done)")
        #expect(done.trailer("x-detail") == "in the trailers")
        #expect(done.trailer("x-detail-bin") == "000102")
    }

    @Test func `a stream that fails late gives what came before`() throws {
        let done = try Stage().play("fail_late")
        #expect(done.status == "DATA_LOSS" && done.messages == ["first"], "\(done)")
        #expect(done.text == "lost it")
    }

    @Test func `an answer of trailers only stays one frame`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let answer = try gateway.connectH2().get(1, "/only-trailers")
        #expect(answer.status == 200 && answer.length == 0, "\(answer)")
        #expect(answer.fields["grpc-status"] == "5")
        #expect(answer.fields["grpc-message"] == "no such thing")
    }

    @Test(arguments: [(DownSide.h1, "/only-trailers", "0"), (.h2c, "/only-trailers", "none"), (.h2c, "/late-end", "0")])
    func `only who cannot do without is told a length that was not announced`(
        down: DownSide,
        path: String,
        length: String
    ) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        try origin.go()
        let told = try down.get(gateway, path)
        #expect(told.status == 200 && told.isWhole && (told.fields["content-length"] ?? "none") == length, "\(told)")
    }

    // MARK: Time

    @Test func `the deadline of the client reaches the server`() throws {
        let stage = try Stage()
        let done = try stage.play("unary", ["--seconds", "7"])
        #expect(done.status == "OK")
        let seconds = try #require(try stage.server.event("call").seconds)
        // The server keeps time in milliseconds, rounded up.
        #expect(seconds > 0 && seconds < 7.1)
    }

    @Test func `the gateway keeps the deadline itself`() throws {
        let stage = try Stage()
        let client = try stage.gateway.connectH2()
        try client.request(1, "POST", "/test.Echo/Wait", fields: Self.fields + [["grpc-timeout", "300m"]], end: false)
        try client.frame(0, flags: 1, stream: 1, hex: "0000000000")
        let answer = try client.answer(1)
        #expect(answer.status == 200, "\(answer)")
        #expect(answer.fields["grpc-status"] == "4", "\(answer)")
        #expect(answer.fields["content-type"]?.hasPrefix("application/grpc") == true)
        try stage.server.event("gone")
    }

    @Test func `a client sees DEADLINE_EXCEEDED, and the server is let go`() throws {
        let stage = try Stage()
        #expect(try stage.play("deadline", ["--seconds", "0.3"]).status == "DEADLINE_EXCEEDED")
        try stage.server.event("gone", within: Patience(seconds: 1))
    }

    @Test func `the route's timeout is a deadline too`() throws {
        let stage = try Stage(settings: "timeout 300ms")
        let done = try stage.play("unary", ["--method", "Wait"])
        #expect(done.status == "DEADLINE_EXCEEDED", "\(done)")
        #expect(done.text?.contains("timeout") == true, "\(done)")
    }

    @Test func `a cancelled call is cancelled at the server within a second`() throws {
        let stage = try Stage()
        let client = try stage.client("cancel")
        #expect(try client.event("first").text == "first")
        try client.tell("cancel")
        #expect(try client.event("done").status == "CANCELLED")
        try stage.server.event("gone", within: Patience(seconds: 1)) { $0.path == "WaitStream" }
    }

    @Test func `a client that dies is cancelled at the server within a second`() throws {
        let stage = try Stage()
        let client = try stage.client("cancel")
        try client.event("first")
        client.stop()
        try stage.server.event("gone", within: Patience(seconds: 1))
    }

    @Test func `a client that does not read makes the server wait`() throws {
        let stage = try Stage()
        let client = try stage.gateway.connectH2(options: ["--no-credit"])
        try GRPCStage.call(client, "/test.Echo/Flood", [["grpc-timeout", "500m"]])
        let total = try #require(try stage.server.event("gone").total)
        #expect(total < 4 << 20, "\(total) bytes for a window of 64 KiB")
    }

    @Test(arguments: [false, true])
    func `a thousand calls at once all succeed`(isSecure: Bool) throws {
        let stage = try Stage(isSecure: isSecure)
        let done = try stage.play("many", ["--count", "1000"], isSecure: isSecure)
        #expect(done.status == "OK" && done.total == 1_000, "\(done)")
    }

    // MARK: What the gateway says itself

    private static let fields = [["content-type", "application/grpc"], ["te", "trailers"]]

    @Test func `an upstream that is down is UNAVAILABLE`() throws {
        let gateway = try TestGateway(fronting: "h2c://127.0.0.1:\(FreePorts.next())")
        let done = try Self.client(gateway, "unary", []).event("done")
        #expect(done.status == "UNAVAILABLE", "\(done)")
        #expect(done.text?.contains("cannot be reached") == true, "\(done)")
    }

    @Test func `a method without a route is UNIMPLEMENTED`() throws {
        let gateway = try TestGateway("listen @http { protocols h2c; route /other/* to 127.0.0.1:1 }")
        #expect(try Self.client(gateway, "unary", []).event("done").status == "UNIMPLEMENTED")
    }

    @Test func `a message beyond the limit is RESOURCE_EXHAUSTED`() throws {
        let stage = try Stage(more: "limits { body 1MiB }")
        let client = try stage.gateway.connectH2()
        let fields = Self.fields + [["content-length", "2000000"]]
        try client.request(1, "POST", "/test.Echo/Unary", fields: fields, end: false)
        let answer = try client.answer(1)
        #expect(answer.status == 200 && answer.fields["grpc-status"] == "8", "\(answer)")
    }

    @Test func `an upstream that breaks off after its head ends the call with a status or a reset`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.request(1, "POST", "/reset-body", fields: Self.fields)
        let answer = try client.answer(1)
        #expect(answer.resetCode != nil || (answer.trailers["grpc-status"] ?? "0") != "0", "\(answer)")
    }

    @Test func `others get plain answers from the same route`() throws {
        let gateway = try TestGateway(fronting: "h2c://127.0.0.1:\(FreePorts.next())")
        let answer = try gateway.connectH2().get(1)
        #expect(answer.status == 502 && answer.fields["grpc-status"] == nil, "\(answer)")
    }

    // MARK: What is written down

    @Test func `spans and metrics know the status`() throws {
        let sink = try ZipkinSink()
        let stage = try Stage(more: "trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms } }")
        _ = try stage.play("fail", ["--status", "DATA_LOSS"])
        let server = try #require(try sink.spans(2).first { $0.kind == "SERVER" })
        let tags = (server.tags ?? [:]).filter { $0.key.contains("grpc") }
        #expect(tags.values.contains { $0 == "15" || $0 == "DATA_LOSS" }, "\(server)")
        #expect(server.tag("error") != nil, "\(server)")
        _ = try stage.play("unary")
        let all = try sink.spans(4).filter { $0.kind == "SERVER" }
        #expect(all.count { $0.tag("error") != nil } == 1, "success is no error: \(all)")
        let metrics = try stage.gateway.metrics()
        #expect(metrics.total(["grpc_status": "15"]) + metrics.total(["grpc_status": "DATA_LOSS"]) > 0, "\(metrics)")
    }
}
