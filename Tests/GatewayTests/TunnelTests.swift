// Do tunnels carry bytes as they are, and end as they should?

import TestSupport
import Testing

/// RFC 9110, 7.8; RFC 6455, 4; RFC 8441. What travels inside is of no concern here, so that it is no WebSocket frames.
@Suite struct TunnelTests {
    /// An origin that agrees, then does `play`.
    static func origin(
        _ fields: [String] = ["Connection: Upgrade", "Upgrade: websocket"],
        behind early: String = "",
        play: @escaping @Sendable (OriginTurn) throws -> AfterTurn
    ) throws -> Origin {
        try Origin(agreement(fields, behind: early, play: play))
    }

    static func agreement(
        _ fields: [String] = ["Connection: Upgrade", "Upgrade: websocket"],
        behind early: String = "",
        play: @escaping @Sendable (OriginTurn) throws -> AfterTurn
    ) -> OriginBehaviour {
        OriginBehaviour { turn in
            let head = ["HTTP/1.1 101 Switching Protocols"] + fields + ["", ""]
            try turn.send(head.joined(separator: "\r\n") + early)
            return try play(turn)
        }
    }

    /// Sends back what comes until nothing more does.
    static let echo: @Sendable (OriginTurn) throws -> AfterTurn = { turn in
        while true {
            let byte = try turn.bytes(1)
            if byte.isEmpty { return .close }
            try turn.send(byte)
        }
    }

    static let wish = [
        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: chat",
    ]

    static func ask(_ fields: [String] = wish) -> String { TestClient.head("GET", "/chat?x=y", fields: fields) }

    private func gateway(_ origin: Origin, settings: String = "{ websocket on }", more: String = "") throws
        -> TestGateway
    {
        try TestGateway(to: origin, settings: settings, more: more)
    }

    /// A tunnel through `gateway`, open.
    private func open(_ gateway: TestGateway, behind early: String = "") throws -> TestClient {
        let client = try gateway.connect()
        try client.send(Self.ask() + early)
        // Nothing is read beyond the head of an answer to HEAD.
        let answer = try client.answer(to: "HEAD")
        guard answer.status == 101 else { throw TestFailure("no tunnel: \(answer)") }
        return client
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    // MARK: The handshake

    @Test func `the wish and the agreement are written anew, and everything else passes`() throws {
        let origin = try Self.origin(
            [
                "Upgrade: WebSocket", "Connection: upgrade, x-hop", "X-Hop: 1",
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Protocol: chat", "X-Own: 1",
            ],
            play: Self.echo
        )
        let gateway = try gateway(origin)
        let client = try gateway.connect()
        try client.send(
            Self.ask(
                ["Connection: keep-alive, Upgrade, x-mine", "X-Mine: 1", "Upgrade: WEBSOCKET"] + Self.wish.dropFirst(2)
            )
        )
        let answer = try client.answer(to: "HEAD")
        #expect(answer.status == 101)
        #expect(answer.fields.all("Connection") == ["Upgrade"])
        #expect(answer.fields.all("Upgrade") == ["websocket"])
        #expect(answer.fields["Sec-WebSocket-Accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(answer.fields["Sec-WebSocket-Protocol"] == "chat")
        #expect(answer.fields["X-Own"] == "1" && answer.fields["X-Hop"] == nil)
        #expect(answer.fields["Content-Length"] == nil && answer.fields["Transfer-Encoding"] == nil)

        let request = try origin.request()
        #expect(request.target == "/chat?x=y")
        #expect(request.fields.all("Connection") == ["Upgrade"])
        #expect(request.fields.all("Upgrade") == ["websocket"])
        #expect(request.fields["Sec-WebSocket-Key"] == "dGhlIHNhbXBsZSBub25jZQ==")
        #expect(request.fields["X-Mine"] == nil)
        #expect(request.fields["X-Forwarded-For"] != nil && request.fields["X-B3-TraceId"] != nil)
    }

    @Test func `bytes right behind the heads pass, both ways`() throws {
        let gateway = try gateway(try Self.origin(behind: "from the origin ", play: Self.echo))
        let client = try open(gateway, behind: "from the client")
        #expect(text(try client.bytes(31)) == "from the origin from the client")
    }

    @Test(arguments: [200, 403, 426])
    func `any other answer is an answer, and what follows the request is another request`(status: Int) throws {
        let origin = try Origin(.answer("no", status: status, fields: ["Upgrade: websocket"]))
        let gateway = try gateway(origin)
        let client = try gateway.connect()
        try client.send(Self.ask() + TestClient.head("GET", "/second"))
        #expect(try client.answer().status == status)
        #expect(try client.answer().status == status)
        #expect(origin.requests.map(\.target) == ["/chat?x=y", "/second"])
        #expect(origin.connectionCount == 1, "a connection that was not upgraded is kept")
    }

    @Test(arguments: [
        ["Connection: Upgrade", "Upgrade: h2c"], ["Connection: Upgrade", "Upgrade: websocket, h2c"],
        ["Connection: Upgrade", "Upgrade: websocket", "Upgrade: websocket"], ["Upgrade: websocket"],
        ["Connection: Upgrade"], ["Connection: close", "Upgrade: websocket"], [],
    ])
    func `an agreement to anything else is 502`(fields: [String]) throws {
        let gateway = try gateway(try Self.origin(fields, play: Self.echo))
        let client = try gateway.connect()
        let answer = try client.ask(Self.ask(), method: "GET")
        #expect(answer.status == 502)
        #expect(answer.fields["l5d-err"] == "unexpected_upgrade")
        #expect(try client.ask(Self.ask(), method: "GET").status == 502, "the connection of the client lives on")
    }

    @Test(arguments: ["", "{ websocket on }"])
    func `an agreement that nobody asked for is 502`(settings: String) throws {
        let gateway = try gateway(try Self.origin(play: Self.echo), settings: settings)
        #expect(try gateway.get("/").fields["l5d-err"] == "unexpected_upgrade")
    }

    @Test func `an interim answer before the agreement passes`() throws {
        let origin = try Origin(
            OriginBehaviour { turn in
                try turn.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
                return try Self.agreement(play: Self.echo).play(turn)
            }
        )
        let gateway = try gateway(origin)
        let client = try open(gateway)
        try client.send("hi")
        let back = text(try client.bytes(2))
        #expect(back == "hi")
    }

    // MARK: Flow

    @Test func `a large flow passes unchanged, both ways at once`() throws {
        let size = 8 << 20
        let got = Shelf(0)
        let gateway = try gateway(
            try Self.origin { turn in
                turn.sendAside([UInt8](repeating: 7, count: size))
                got.change { $0 = (try? turn.bytes(size).count) ?? 0 }
                return .close
            }
        )
        let client = try open(gateway)
        client.sendAside([UInt8](repeating: 9, count: size))
        let back = try client.bytes(size)
        #expect(back.count == size && back.allSatisfy { $0 == 7 })
        try eventually("all bytes at the origin") { got.now == size }
        client.finishSending()
        try gateway.metrics("all bytes to be counted") {
            $0.sum("headgate_client_content_bytes_total", ["direction": "received"]) == Double(size)
        }
    }

    @Test func `a client that does not read holds the origin back, and costs little memory`() throws {
        let sent = Shelf(0)
        let gateway = try gateway(
            try Self.origin { turn in
                let piece = [UInt8](repeating: 1, count: 65_536)
                while sent.now < 256 << 20 {
                    try turn.send(piece)
                    sent.change { $0 += piece.count }
                }
                return .close
            }
        )
        let client = try gateway.connect(receiveBuffer: 16_384)
        try client.send(Self.ask())
        #expect(try client.answer(to: "HEAD").status == 101)
        var before = -1
        try eventually("the origin to be held back") {
            defer { before = sent.now }
            return sent.now > 0 && sent.now == before
        }
        #expect(sent.now < 32 << 20)
        #expect(gateway.residentKiB < 128 << 10)
    }

    @Test func `an origin that does not read holds the client back`() throws {
        let gate = Gate()
        defer { gate.open() }
        let gateway = try gateway(
            try Self.origin { _ in
                gate.wait()
                return .close
            }
        )
        let client = try open(gateway)
        let taken = client.sendUntilStuck([UInt8](repeating: 1, count: 65_536), limit: 256 << 20)
        #expect(taken < 32 << 20)
        #expect(gateway.residentKiB < 128 << 10)
    }

    // MARK: Ends

    @Test func `the client's end reaches the origin, which may still speak`() throws {
        let gateway = try gateway(
            try Self.origin { turn in
                let said = try turn.waitForEnd()
                try turn.send("you said " + String(decoding: said, as: UTF8.self))
                return .close
            }
        )
        let client = try open(gateway)
        try client.send("bye")
        client.finishSending()
        #expect(text(try client.waitForEnd()) == "you said bye")
        #expect(client.ending == .end)
        try expectEnd(gateway, "client_closed")
    }

    @Test func `the origin's end reaches the client, which may still speak`() throws {
        let heard = Shelf("")
        let gateway = try gateway(
            try Self.origin { turn in
                try turn.send("bye")
                turn.finishSending()
                let rest = try turn.waitForEnd()
                heard.change { $0 = String(decoding: rest, as: UTF8.self) }
                return .close
            }
        )
        let client = try open(gateway)
        #expect(text(try client.waitForEnd()) == "bye")
        try client.send("still here")
        client.finishSending()
        try eventually("the last words") { heard.now == "still here" }
        try expectEnd(gateway, "upstream_closed")
    }

    @Test func `a client's reset reaches the origin`() throws {
        let ending = Shelf<Received?>(nil)
        let gateway = try gateway(
            try Self.origin { turn in
                try turn.waitForEnd()
                ending.change { $0 = turn.ending }
                return .close
            }
        )
        let client = try open(gateway)
        client.reset()
        try eventually("the origin to feel it") { ending.now == .reset }
        try expectEnd(gateway, "client_reset")
    }

    @Test func `an origin's reset reaches the client`() throws {
        let gateway = try gateway(try Self.origin { _ in .reset })
        let client = try open(gateway)
        _ = try client.waitForEnd()
        #expect(client.ending == .reset)
        try expectEnd(gateway, "upstream_reset")
    }

    /// A TLS client that leaves without close_notify, as many do: at once, or when the other side has ended.
    private static let rude = """
        import socket, ssl, sys
        plain = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        trust = ssl.create_default_context(cafile=sys.argv[2])
        client = trust.wrap_socket(plain, server_hostname="localhost", suppress_ragged_eofs=False)
        client.sendall(sys.argv[3].encode())
        while b"\\r\\n\\r\\n" not in client.recv(4096): pass
        while sys.argv[4] == "patient" and client.recv(4096): pass
        client.close()
        """

    @Test(arguments: [("hasty", "client_reset"), ("patient", "upstream_closed")])
    func `an end without close_notify is none, unless the other side has ended`(row: (manner: String, end: String))
        throws
    {
        let isPatient = row.manner == "patient"
        let origin = try Self.origin { turn in
            if isPatient { turn.finishSending() }
            try turn.waitForEnd()
            return .close
        }
        let gateway = try TestGateway(fronting: origin, settings: "{ websocket on }")
        let trust = try Certificate.localhost.certificatePath
        let run = try Command(
            "/usr/bin/python3",
            ["-c", Self.rude, "\(gateway.port("tls"))", trust, Self.ask(), row.manner]
        )
        #expect(run.exit == .code(0), "\(run)")
        try expectEnd(gateway, row.end)
    }

    @Test func `a connection that carried a tunnel is never used again`() throws {
        let origin = try Origin(
            OriginBehaviour { turn in
                guard turn.request.fields["Upgrade"] != nil else {
                    try turn.answer(200, "plain")
                    return .keepAlive
                }
                return try Self.agreement(play: Self.echo).play(turn)
            }
        )
        let gateway = try gateway(origin)
        let client = try open(gateway)
        client.finishSending()
        _ = try client.waitForEnd()
        #expect(try gateway.get("/").text == "plain")
        #expect(origin.connectionCount == 2)
    }

    private func expectEnd(_ gateway: TestGateway, _ end: String) throws {
        try gateway.metrics("the tunnel to end as \(end)") {
            $0.sum("headgate_tunnels_ended_total", ["end": end]) == 1 && $0.sum("headgate_tunnels_open") == 0
        }
    }

    // MARK: Times

    @Test func `silence both ways ends it, properly for both`() throws {
        let ending = Shelf<Received?>(nil)
        let gateway = try gateway(
            try Self.origin { turn in
                try turn.waitForEnd()
                ending.change { $0 = turn.ending }
                return .close
            },
            more: "service * { tunnel-idle 200ms }"
        )
        let client = try open(gateway)
        #expect(try client.waitForEnd().isEmpty)
        #expect(client.ending == .end)
        try eventually("the origin to hear it") { ending.now == .end }
        try expectEnd(gateway, "idle")
    }

    @Test func `bytes of one side alone are no silence`() throws {
        let gateway = try gateway(try Self.origin(play: Self.echo), more: "service * { tunnel-idle 400ms }")
        let client = try open(gateway)
        let later = Patience(seconds: 1.2)
        while !later.isOver {
            try client.send("x")
            #expect(try client.bytes(1).count == 1)
            try nap()
        }
        try client.send("end")
        #expect(text(try client.bytes(3)) == "end")
    }

    private func nap() throws {
        let nap = Patience(seconds: 0.05)
        try eventually("a moment to pass") { nap.isOver }
    }

    @Test func `a client that takes nothing is given up after write-idle`() throws {
        let gateway = try gateway(
            try Self.origin { turn in
                let piece = [UInt8](repeating: 1, count: 65_536)
                while true { try turn.send(piece) }
            },
            more: "limits { write-idle 300ms }"
        )
        let client = try gateway.connect(receiveBuffer: 16_384)
        try client.send(Self.ask())
        try expectEnd(gateway, "client_stalled")
        _ = client
    }

    @Test func `a drain lets it run for the grace period, then ends it properly`() throws {
        let ending = Shelf<Received?>(nil)
        let gateway = try gateway(
            try Self.origin { turn in
                while true {
                    let byte = try turn.bytes(1)
                    if byte.isEmpty { break }
                    try turn.send(byte)
                }
                ending.change { $0 = turn.ending }
                return .close
            },
            more: "limits { grace 900ms }"
        )
        let client = try open(gateway)
        gateway.signal()
        try eventually("the listener to close") { (try? gateway.connect()) == nil }
        try client.send("still here")
        #expect(text(try client.bytes(10)) == "still here")
        #expect(try client.waitForEnd().isEmpty)
        #expect(client.ending == .end)
        try eventually("the origin to hear it") { ending.now == .end }
        client.close()
        #expect(try gateway.waitForExit(within: Patience(seconds: 10)) == .code(0))
    }

    // MARK: What is written down

    @Test func `its spans are there while it is open, and become whole when it ends`() throws {
        let sink = try ZipkinSink()
        let gateway = try gateway(
            try Self.origin(play: Self.echo),
            more: "trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms } }"
        )
        let client = try open(gateway)
        let early = try sink.spans(2)
        #expect(early.allSatisfy { $0.duration == nil && $0.tag("http.status_code") == "101" }, "\(early)")
        #expect(early.allSatisfy { $0.annotationNames.contains("upgrade") && $0.tag("tunnel.end") == nil }, "\(early)")

        try client.send("hello")
        _ = try client.bytes(5)
        client.finishSending()
        _ = try client.waitForEnd()
        let late = try sink.spans(4).dropFirst(2)
        #expect(Set(late.map(\.id)) == Set(early.map(\.id)))
        for span in late {
            #expect(span.duration ?? 0 > 0 && span.tag("tunnel.end") == "client_closed", "\(span)")
            #expect(span.tag("tunnel.bytes.received") == "5" && span.tag("tunnel.bytes.sent") == "5", "\(span)")
            #expect(span.tag("error") == nil && span.annotationNames.contains("upgrade"))
        }
    }

    @Test func `the archive shows one SERVER and one CLIENT span, open and ended`() throws {
        let gateway = try TestGateway(
            to: try Self.origin(play: Self.echo),
            settings: "{ websocket on }",
            more: "trace { sample 100% }"
        )
        let client = try open(gateway)
        func trace() throws -> String { try gateway.admin("/api/v2/traces?limit=10").text }
        try eventually("the open tunnel to be found") { try trace().contains("\"upgrade\"") }
        #expect(try !trace().contains("tunnel.end"))
        client.finishSending()
        _ = try client.waitForEnd()
        try eventually("the ended tunnel to be found") { try trace().contains("tunnel.end") }
        let id = String(try #require(try trace().firstMatch(of: #/"traceId":"([0-9a-f]+)"/#)).1)
        // The query API tells pieces as they came, as Zipkin's does; who draws them puts them together by their ids.
        let pieces = try gateway.admin("/api/v2/trace/\(id)").text
        #expect(Set(pieces.matches(of: #/"id":"([0-9a-f]+)"/#).map { String($0.1) }).count == 2, "\(pieces)")
        let drawn = try HeadgateBinary.run("traces", "--admin", "127.0.0.1:\(gateway.port("admin"))", id)
        #expect(drawn.exit == .code(0), "\(drawn)")
        #expect(drawn.output.contains("2 spans"), "\(drawn)")
        #expect(drawn.output.matches(of: #/\bupgrade\b/#).count == 2, "\(drawn)")
    }

    @Test func `a reset is an error of its span`() throws {
        let sink = try ZipkinSink()
        let gateway = try gateway(
            try Self.origin { _ in .reset },
            more: "trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms } }"
        )
        _ = try open(gateway).waitForEnd()
        let server = try #require(try sink.spans(4).last { $0.kind == "SERVER" && $0.duration != nil })
        #expect(server.tag("error") == "upstream_reset" && server.tag("tunnel.end") == "upstream_reset")
    }

    @Test func `it is one request with its own status, one line in the log, and no latency`() throws {
        let gateway = try gateway(try Self.origin(play: Self.echo), more: "access-log text")
        let client = try open(gateway)
        try gateway.metrics("the tunnel to be open") { $0.sum("headgate_tunnels_open") == 1 }
        try client.send("hello")
        _ = try client.bytes(5)
        client.finishSending()
        _ = try client.waitForEnd()
        try eventually("a line") { gateway.output.contains("/chat") }
        let line = gateway.output
        #expect(line.contains("101"), "\(line)")
        try gateway.metrics("one request") { $0.sum("headgate_requests_total", ["status": "1xx"]) == 1 }
    }
}
