// Do tunnels carry bytes as they are, and end as they should?

import TestSupport
import Testing

/// RFC 9110, 7.8; RFC 6455, 4; RFC 8441. What travels inside is of no concern here, so that it is no WebSocket frames.
@Suite struct TunnelTests {
    // MARK: The handshake

    @Test func `the wish and the agreement are written anew, and everything else passes`() throws {
        let origin = try Tunnels.origin(
            [
                "Upgrade: WebSocket", "Connection: upgrade, x-hop", "X-Hop: 1",
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Protocol: chat", "X-Own: 1",
            ],
            play: Tunnels.echo
        )
        let gateway = try Tunnels.gateway(origin)
        let client = try gateway.connect()
        try client.send(
            Tunnels.ask(
                ["Connection: keep-alive, Upgrade, x-mine", "X-Mine: 1", "Upgrade: WEBSOCKET"]
                    + Tunnels.wish.dropFirst(2)
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
        let gateway = try Tunnels.gateway(try Tunnels.origin(behind: "from the origin ", play: Tunnels.echo))
        let client = try gateway.openTunnel(behind: "from the client")
        #expect(Tunnels.text(try client.bytes(31)) == "from the origin from the client")
    }

    @Test(arguments: [200, 403, 426])
    func `any other answer is an answer, and what follows the request is another request`(status: Int) throws {
        let origin = try Origin(.answer("no", status: status, fields: ["Upgrade: websocket"]))
        let gateway = try Tunnels.gateway(origin)
        let client = try gateway.connect()
        try client.send(Tunnels.ask() + TestClient.head("GET", "/second"))
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
        let gateway = try Tunnels.gateway(try Tunnels.origin(fields, play: Tunnels.echo))
        let client = try gateway.connect()
        let answer = try client.ask(Tunnels.ask(), method: "GET")
        #expect(answer.status == 502)
        #expect(answer.fields["l5d-err"] == "unexpected_upgrade")
        #expect(try client.ask(Tunnels.ask(), method: "GET").status == 502, "the connection of the client lives on")
    }

    @Test(arguments: ["", "{ websocket on }"])
    func `an agreement that nobody asked for is 502`(settings: String) throws {
        let gateway = try Tunnels.gateway(try Tunnels.origin(play: Tunnels.echo), settings: settings)
        #expect(try gateway.get("/").fields["l5d-err"] == "unexpected_upgrade")
    }

    @Test func `an interim answer before the agreement passes`() throws {
        let origin = try Origin(
            OriginBehaviour { turn in
                try turn.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
                return try Tunnels.agreement(play: Tunnels.echo).play(turn)
            }
        )
        let gateway = try Tunnels.gateway(origin)
        let client = try gateway.openTunnel()
        try client.send("hi")
        let back = Tunnels.text(try client.bytes(2))
        #expect(back == "hi")
    }

    // MARK: Flow

    @Test func `a large flow passes unchanged, both ways at once`() throws {
        let size = 8 << 20
        let got = Shelf(0)
        let gateway = try Tunnels.gateway(
            try Tunnels.origin { turn in
                turn.sendAside([UInt8](repeating: 7, count: size))
                got.change { $0 = (try? turn.bytes(size).count) ?? 0 }
                return .close
            }
        )
        let client = try gateway.openTunnel()
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
        let gateway = try Tunnels.gateway(
            try Tunnels.origin { turn in
                let piece = [UInt8](repeating: 1, count: 65_536)
                while sent.now < 256 << 20 {
                    try turn.send(piece)
                    sent.change { $0 += piece.count }
                }
                return .close
            }
        )
        let client = try gateway.connect(receiveBuffer: 16_384)
        try client.send(Tunnels.ask())
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
        let gateway = try Tunnels.gateway(
            try Tunnels.origin { _ in
                gate.wait()
                return .close
            }
        )
        let client = try gateway.openTunnel()
        let taken = client.sendUntilStuck([UInt8](repeating: 1, count: 65_536), limit: 256 << 20)
        #expect(taken < 32 << 20)
        #expect(gateway.residentKiB < 128 << 10)
    }
}
