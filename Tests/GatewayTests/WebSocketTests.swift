// Do WebSockets pass, over both protocols, and end as they should?

import TestSupport
import Testing

/// RFC 6455; RFC 8441; RFC 9110, 7.8.
@Suite struct WebSocketTests {
    /// A WebSocket server behind a gateway.
    struct Stage {
        let server: Peer
        let gateway: TestGateway

        init(settings: String = "{ websocket on }", listen: String = "", more: String = "") throws {
            server = try Peer("ws_server")
            gateway = try TestGateway(
                fronting: "127.0.0.1:\(server.port)",
                settings: settings,
                listen: listen,
                more: more,
                with: [server]
            )
        }

        /// A client that plays `scene`, over TLS when asked to.
        func client(_ scene: String, path: String = "/echo", _ options: [String] = [], isSecure: Bool = false) throws
            -> Peer
        {
            let trust = isSecure ? ["--tls", try Certificate.localhost.certificatePath] : []
            let port = gateway.port(isSecure ? "tls" : "http")
            return try Peer("ws_client", ["\(port)", scene, "--path", path] + trust + options)
        }

        func play(_ scene: String, path: String = "/echo", _ options: [String] = [], isSecure: Bool = false) throws
            -> PeerEvent
        {
            try client(scene, path: path, options, isSecure: isSecure).first("the end of \(scene)") {
                ["done", "closed", "pong", "refused"].contains($0.event)
            }
        }
    }

    @Test(arguments: [false, true])
    func `text and bytes come back`(isSecure: Bool) throws {
        let stage = try Stage()
        let done = try stage.play("echo", isSecure: isSecure)
        #expect(done.messages == ["h\u{E9}llo", "True"], "\(done)")
    }

    @Test func `subprotocols and fields are agreed end to end`() throws {
        let stage = try Stage()
        let done = try stage.play("echo", path: "/echo?x=y", ["--subprotocol", "chat.v1", "--subprotocol", "chat.v9"])
        #expect(done.text == "chat.v1", "\(done)")
        let connected = try stage.server.event("connected")
        #expect(connected.path == "/echo?x=y")
        let names = (connected.fields ?? []).map { $0[0].lowercased() }
        for name in ["sec-websocket-key", "sec-websocket-version", "x-forwarded-for", "connection", "upgrade"] {
            #expect(names.count { $0 == name } == 1, "\(name) of \(names)")
        }
    }

    @Test(arguments: [false, true])
    func `pings of both sides are answered by the other`(isSecure: Bool) throws {
        let stage = try Stage()
        #expect(try stage.play("ping", isSecure: isSecure).event == "pong")
        let client = try stage.client("closed", path: "/ping", isSecure: isSecure)
        try stage.server.event("pong")
        client.stop()
    }

    @Test(arguments: [false, true])
    func `large messages pass, whole and in fragments`(isSecure: Bool) throws {
        let done = try Stage().play("big", ["--bytes", "1048576"], isSecure: isSecure)
        #expect(done.messages == ["True", "True"], "\(done)")
    }

    @Test func `a thousand messages in flight pass in order`() throws {
        let done = try Stage().play("many", ["--count", "1000"])
        #expect(done.messages == ["True"], "\(done)")
    }

    @Test func `the client's close code reaches the server`() throws {
        let stage = try Stage()
        _ = try stage.play("close")
        let closed = try stage.server.event("closed")
        #expect(closed.code == 4_000 && closed.text == "bye for now", "\(closed)")
    }

    @Test func `the server's close code reaches the client`() throws {
        let closed = try Stage().play("closed", path: "/close")
        #expect(closed.code == 4_321 && closed.text == "had enough", "\(closed)")
    }

    @Test func `a server that drops the connection is felt by the client, and the other way round`() throws {
        let stage = try Stage()
        #expect(try stage.play("closed", path: "/drop").code == 1_006)
        _ = try stage.play("vanish")
        let closed = try stage.server.event("closed") { $0.path == "/echo" }
        #expect(closed.code == 1_006, "\(closed)")
    }

    @Test func `a refusal of the server is passed on, and the connection goes on with HTTP`() throws {
        let stage = try Stage()
        let refused = try stage.play("echo", path: "/refuse")
        #expect(refused.event == "refused" && refused.code == 403, "\(refused)")
        #expect(refused.field("x-why") == "not today")
    }

    // MARK: Not enabled

    @Test func `where WebSocket is off no upgrade reaches the origin`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let answer = try gateway.get("/", fields: Self.upgrade)
        #expect(answer.status == 200, "\(answer)")
        #expect(answer.fields["Upgrade"] == nil)
        let request = try origin.request()
        #expect(request.fields["Upgrade"] == nil, "\(request)")
        #expect(request.fields["Connection"]?.lowercased().contains("upgrade") != true, "\(request)")
    }

    @Test func `a route may differ from its listener`() throws {
        let server = try Peer("ws_server")
        let gateway = try TestGateway(
            """
            listen @http {
                websocket on
                route /off/* to 127.0.0.1:\(server.port) { websocket off }
                route /* to 127.0.0.1:\(server.port)
            }
            """,
            with: [server]
        )
        let on = try Peer("ws_client", ["\(gateway.port())", "echo"]).event("done")
        #expect(on.messages?.last == "True")
        let off = try Peer("ws_client", ["\(gateway.port())", "echo", "--path", "/off/echo"])
        #expect(try off.first("an end") { ["refused", "done"].contains($0.event) }.event == "refused")
    }

    private static let upgrade = [
        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]

    @Test(arguments: [
        ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA"],
        ["Connection: Upgrade", "Upgrade: h2c"], ["Connection: Upgrade", "Upgrade: websocket, h2c"],
        ["Connection: upgrade", "Upgrade: H2C"], ["Connection: Upgrade", "Upgrade: TLS/1.0"],
        ["Connection: Upgrade", "Upgrade: foo"], ["Upgrade: websocket"], ["Connection: Upgrade"],
    ])
    func `no other upgrade is ever passed on`(fields: [String]) throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin, settings: "{ websocket on }")
        let answer = try gateway.connect().ask(TestClient.head("GET", "/", fields: fields))
        #expect([200, 400].contains(answer.status), "\(answer)")
        for request in origin.requests {
            #expect(request.fields["Upgrade"] == nil && request.fields["HTTP2-Settings"] == nil, "\(request)")
        }
    }

    @Test(arguments: [
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n@\r\n\r\nhello", "GET / HTTP/1.0\r\nHost: a\r\n@\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n@\r\n\r\n0\r\n\r\n",
    ])
    func `an upgrade that RFC 6455 does not know is none`(text: String) throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin, settings: "{ websocket on }")
        let answer = try gateway.connect().ask(
            text.split(separator: "@").joined(separator: Self.upgrade.joined(separator: "\r\n"))
        )
        #expect([200, 400].contains(answer.status), "\(answer)")
        #expect(origin.requests.allSatisfy { $0.fields["Upgrade"] == nil }, "\(origin.requests)")
    }

    @Test func `an origin that switches without being asked is 502`() throws {
        let origin = try Origin(
            .raw("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n")
        )
        let gateway = try TestGateway(fronting: origin, settings: "{ websocket on }")
        #expect(try gateway.get("/").status == 502)
    }

    @Test func `nothing that follows the request is sent before the origin has agreed`() throws {
        let origin = try Origin(.answer("no", status: 403))
        let gateway = try TestGateway(fronting: origin, settings: "{ websocket on }")
        let client = try gateway.connect()
        let smuggled = TestClient.head("GET", "/second")
        let answer = try client.ask(TestClient.head("GET", "/", fields: Self.upgrade) + smuggled)
        #expect(answer.status == 403)
        #expect(try client.answer().status == 403, "the second is a request of its own")
        #expect(origin.requests.map(\.target) == ["/", "/second"])
        #expect(origin.requests[1].fields["X-Forwarded-For"] != nil, "and was treated like one")
    }

    // MARK: HTTP/2

    /// Extended CONNECT, as RFC 8441 has it.
    private func connect(_ client: H2Client, _ stream: Int, path: String = "/echo") throws {
        let fields = [["sec-websocket-version", "13"], ["origin", "http://localhost"]]
        try client.send([
            "do": "headers", "stream": stream,
            "fields": [[":protocol", "websocket"]] + client.head("CONNECT", path, fields: fields),
        ])
    }

    /// A frame of a client, masked with zeros, as hexadecimal digits: opcode 1 is text, 8 close, 9 ping.
    private func masked(_ opcode: UInt8, _ payload: [UInt8]) -> String {
        let bytes = [0x80 | opcode, 0x80 | UInt8(payload.count), 0, 0, 0, 0] + payload
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func text(_ bytes: [UInt8]) -> String {
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    @Test(arguments: ["http", "tls"])
    func `extended CONNECT opens a WebSocket on a stream`(word: String) throws {
        let stage = try Stage()
        let client = try stage.gateway.connectH2(word)
        let settings = try client.frame("Settings") { $0.settings?["ENABLE_CONNECT_PROTOCOL"] != nil }
        #expect(settings.settings?["ENABLE_CONNECT_PROTOCOL"] == 1)
        try connect(client, 1)
        let head = try client.frame("Headers", stream: 1)
        #expect(head.field(":status") == "200", "\(head)")
        #expect(head.field("sec-websocket-accept") == nil && head.field("upgrade") == nil, "\(head)")
        #expect(!head.endsStream)

        try client.send(["do": "data", "stream": 1, "hex": masked(1, Array("hello".utf8))])
        #expect(try client.frame("Data", stream: 1).text == text([0x81, 5]) + "hello")
        try client.send(["do": "data", "stream": 1, "hex": masked(9, Array("?".utf8))])
        try client.frame("Data", stream: 1) { $0.text == text([0x8A, 1]) + "?" }
        try client.send(["do": "data", "stream": 1, "hex": masked(8, [0x0F, 0xA0]), "end": true])
        #expect(try client.answer(1).text.hasSuffix(text([0x88, 2, 0x0F, 0xA0])))
        #expect(try stage.server.event("closed").code == 4_000)

        // The handshake of HTTP/1.1 was made by the gateway.
        let connected = try stage.server.event("connected")
        #expect(connected.fields?.contains { $0[0].lowercased() == "sec-websocket-key" } == true)
        #expect(try client.isAlive())
    }

    @Test func `many WebSockets share a connection with requests`() throws {
        let stage = try Stage()
        let client = try stage.gateway.connectH2()
        for stream in stride(from: 1, to: 20, by: 2) {
            try connect(client, stream)
            try client.frame("Headers", stream: stream)
            try client.send(["do": "data", "stream": stream, "hex": masked(1, Array("n\(stream)".utf8))])
        }
        for stream in stride(from: 1, to: 20, by: 2) {
            #expect(try client.frame("Data", stream: stream).text?.hasSuffix("n\(stream)") == true)
        }
        #expect(try client.get(21, "/plain").text == "plain\n")
    }

    @Test func `a large message obeys the windows of the stream`() throws {
        let stage = try Stage()
        let client = try stage.gateway.connectH2()
        try connect(client, 1, path: "/big")
        try client.frame("Headers", stream: 1)
        try client.send(["do": "data", "stream": 1, "hex": masked(1, Array("1000000".utf8))])
        try client.frame("Data", stream: 1) { $0.total == 1_000_010 }
    }

    @Test func `a refusal of the origin is an answer on the stream`() throws {
        let stage = try Stage()
        let client = try stage.gateway.connectH2()
        try connect(client, 1, path: "/refuse")
        let answer = try client.answer(1)
        #expect(answer.status == 403 && answer.text == "no upgrade here\n", "\(answer)")
    }

    @Test func `a stream that is reset ends the WebSocket at the origin within a second`() throws {
        let stage = try Stage()
        let client = try stage.gateway.connectH2()
        try connect(client, 1, path: "/silent")
        try client.frame("Headers", stream: 1)
        try client.reset(1)
        try stage.server.event("closed", within: Patience(seconds: 1))
        #expect(try client.isAlive())
    }

    @Test func `an origin that drops resets the stream`() throws {
        let stage = try Stage()
        let client = try stage.gateway.connectH2()
        try connect(client, 1, path: "/drop")
        let answer = try client.answer(1)
        #expect(answer.resetCode != nil || answer.isWhole || answer.status == 502, "\(answer)")
        #expect(try client.isAlive())
    }

    @Test func `where it is off extended CONNECT is refused`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try connect(client, 1)
        let answer = try client.answer(1)
        #expect(answer.status >= 400 || answer.resetCode == 1, "\(answer)")
        #expect(origin.requests.isEmpty)
        #expect(try client.get(3).status == 200)
    }

    @Test func `a protocol that is no WebSocket is refused`() throws {
        let stage = try Stage()
        let client = try stage.gateway.connectH2()
        try client.send(
            ["do": "headers", "stream": 1, "fields": [[":protocol", "connect-udp"]] + client.head("CONNECT", "/echo")])
        let answer = try client.answer(1)
        #expect(answer.status >= 400 || answer.resetCode != nil, "\(answer)")
        #expect(!stage.server.events.contains { $0.event == "connected" })
    }

    // MARK: Time, drain, traces

    @Test(arguments: [false, true])
    func `a tunnel that is silent both ways is ended, and both sides hear why`(isSecure: Bool) throws {
        let stage = try Stage(more: "service * { tunnel-idle 300ms }")
        for closed in [
            try stage.play("closed", path: "/silent", isSecure: isSecure), try stage.server.event("closed"),
        ] {
            #expect(closed.code == 1_001 && closed.text == Tunnels.idle, "\(closed)")
        }
        try stage.gateway.expectTunnel(endedAs: "idle")
    }

    @Test func `no other time limit ends a tunnel`() throws {
        let stage = try Stage(
            settings: "timeout 200ms { websocket on }",
            more:
                "service * { idle 200ms; first-byte 200ms }  limits { keep-alive 200ms; body-idle 200ms; write-idle 200ms }"
        )
        let client = try stage.client("stay")
        try client.event("first")
        let later = Patience(seconds: 0.8)
        try eventually("the limits to pass") { later.isOver }
        try client.tell("more")
        #expect(try client.event("second").text == "still here")
        try client.tell("close")
        #expect(try client.event("closed").code == 1_000)
    }

    @Test(arguments: [false, true])
    func `a drain tells both sides of a tunnel early, and ends when they have`(isSecure: Bool) throws {
        let stage = try Stage(more: "limits { grace 60s }")
        let client = try stage.client("stay", isSecure: isSecure)
        try client.event("first")
        stage.gateway.signal()
        for closed in [try client.event("closed"), try stage.server.event("closed")] {
            #expect(closed.code == 1_001 && closed.text == Tunnels.drained, "\(closed)")
        }
        #expect(try stage.gateway.waitForExit(within: Patience(seconds: 10)) == .code(0))
    }

    @Test func `a drain tells many sides one after the other`() throws {
        let stage = try Stage(more: "limits { grace 2s }")
        let clients = try (0..<8).map { _ in try stage.client("stay") }
        for client in clients { try client.event("first") }
        stage.gateway.signal()
        for client in clients { #expect(try client.event("closed").code == 1_001) }
        #expect(try stage.gateway.waitForExit(within: Patience(seconds: 10)) == .code(0))
        #expect(stage.server.events.count { $0.event == "closed" && $0.code == 1_001 } == 8)
    }

    @Test(arguments: ["http1", "http2"])
    func `the span of a tunnel says how it ended, and how many bytes went each way`(version: String) throws {
        let sink = try ZipkinSink()
        let stage = try Stage(more: "trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms } }")
        if version == "http1" {
            // The scene that ends with its connection: the others are cut off when they have said their word.
            _ = try stage.play("close")
        } else {
            let client = try stage.gateway.connectH2()
            try connect(client, 1)
            try client.frame("Headers", stream: 1)
            try client.send(["do": "data", "stream": 1, "hex": masked(8, [0x03, 0xE8]), "end": true])
            _ = try client.answer(1)
        }
        // The span is sent when the tunnel begins, and again when it has ended.
        try eventually("the finished span") { sink.spans.contains { $0.kind == "SERVER" && $0.duration != nil } }
        let server = try #require(sink.spans.last { $0.kind == "SERVER" && $0.duration != nil })
        #expect(["101", "200"].contains(server.tag("http.status_code") ?? ""), "\(server)")
        let counts = (server.tags ?? [:]).filter { $0.key.contains("bytes") || $0.key.contains("size") }
        #expect(counts.values.count { Int($0) ?? 0 > 0 } >= 2, "\(server)")
        #expect(server.tag("error") == nil)
    }
}
