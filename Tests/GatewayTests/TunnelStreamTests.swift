// Do tunnels work on streams as they do on connections?

import TestSupport
import Testing

/// RFC 8441, for clients and for upstreams.
@Suite struct TunnelStreamTests {
    private func gateway(_ origin: Origin, settings: String = "{ websocket on }", more: String = "") throws
        -> TestGateway
    {
        try TestGateway(fronting: origin, settings: settings, more: more)
    }

    // MARK: The handshake

    @Test func `the gateway makes the handshake of HTTP/1.1, and a key of the client does not pass`() throws {
        let origin = try Tunnels.provingOrigin()
        let gateway = try gateway(origin)
        let client = try gateway.connectH2()
        try client.connectTunnel(
            fields: [
                ["sec-websocket-version", "13"], ["sec-websocket-key", "bWluZQ=="], ["sec-websocket-accept", "x"],
                ["sec-websocket-protocol", "chat"], ["x-own", "1"],
            ]
        )
        let head = try client.frame("Headers", stream: 1)
        #expect(head.field(":status") == "200" && !head.endsStream, "\(head)")
        #expect(head.field("sec-websocket-protocol") == "chat")
        for name in ["sec-websocket-accept", "connection", "upgrade", "content-length", "transfer-encoding"] {
            #expect(head.field(name) == nil, "\(head)")
        }
        let request = try origin.request()
        #expect(request.method == "GET" && request.target == "/chat?x=y")
        #expect(request.fields.all("Connection") == ["Upgrade"] && request.fields.all("Upgrade") == ["websocket"])
        #expect(request.fields.all("Sec-WebSocket-Key").count == 1 && request.fields["Sec-WebSocket-Accept"] == nil)
        #expect(request.fields["Sec-WebSocket-Key"]?.count == 24)
        #expect(request.fields["Sec-WebSocket-Protocol"] == "chat" && request.fields["X-Own"] == "1")
        #expect(request.fields["Transfer-Encoding"] == nil && request.fields["Content-Length"] == nil)
        #expect(request.fields["Via"] == "2 headgate")
    }

    @Test func `every handshake has its own key`() throws {
        let origin = try Tunnels.provingOrigin()
        let gateway = try gateway(origin)
        let client = try gateway.connectH2()
        for stream in [1, 3, 5] {
            try client.connectTunnel(stream)
            try client.frame("Headers", stream: stream)
        }
        #expect(Set(origin.requests.compactMap { $0.fields["Sec-WebSocket-Key"] }).count == 3)
    }

    @Test(arguments: ["", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="])
    func `an agreement that does not prove that it read the key is 502`(accept: String) throws {
        let gateway = try gateway(try Tunnels.provingOrigin(accept: accept))
        let client = try gateway.connectH2()
        try client.connectTunnel()
        let answer = try client.answer(1)
        #expect(answer.status == 502 && answer.fields["l5d-err"] == "unexpected_upgrade", "\(answer)")
        #expect(try client.isAlive())
    }

    @Test func `a route without WebSocket is 403, another protocol 501, both counted`() throws {
        let origin = try Tunnels.provingOrigin()
        let gateway = try TestGateway(
            """
            listen @http {
                protocols h2c
                route /off/* to \(origin.address)
                route /* to \(origin.address) { websocket on }
            }
            """,
            with: [origin]
        )
        let client = try gateway.connectH2()
        try client.send([
            "do": "headers", "stream": 1, "end": false,
            "fields": [[":protocol", "websocket"]] + client.head("CONNECT", "/off/chat"),
        ])
        #expect(try client.answer(1).status == 403)
        try client.connectTunnel(3, protocolName: "connect-udp")
        #expect(try client.answer(3).status == 501)
        #expect(origin.requests.isEmpty)
        try gateway.metrics("both to be counted") {
            $0.sum("headgate_requests_refused_total", ["reason": "upgrade"]) == 2
        }
        try client.connectTunnel(5)
        #expect(try client.frame("Headers", stream: 5).field(":status") == "200", "the connection lives on")
    }

    @Test func `bytes that come before the agreement wait for it`() throws {
        let gate = Gate()
        let origin = try Origin(
            OriginBehaviour { turn in
                gate.wait()
                let key = turn.request.fields["Sec-WebSocket-Key"] ?? ""
                let proof = "Sec-WebSocket-Accept: \(try WebSocketProof.answer(to: key))"
                return try Tunnels.agreement(
                    ["Connection: Upgrade", "Upgrade: websocket", proof],
                    behind: "early ",
                    play: Tunnels.echo
                ).play(turn)
            }
        )
        let gateway = try gateway(origin)
        let client = try gateway.connectH2()
        try client.connectTunnel()
        try client.data(1, "bird", end: true)
        try client.flush()
        _ = try origin.request()
        gate.open()
        let answer = try client.answer(1)
        #expect(answer.status == 200 && answer.text == "early bird" && answer.isWhole, "\(answer)")
        try gateway.expectTunnel(endedAs: "client_closed")
    }

    // MARK: Ends

    @Test func `the end of the client's side reaches the origin, which may still speak`() throws {
        let gateway = try gateway(
            try Tunnels.provingOrigin { turn in
                let said = try turn.waitForEnd()
                try turn.send("you said " + String(decoding: said, as: UTF8.self))
                return .close
            }
        )
        let client = try gateway.connectH2()
        try client.connectTunnel()
        try client.frame("Headers", stream: 1)
        try client.data(1, "bye", end: true)
        let answer = try client.answer(1)
        #expect(answer.text == "you said bye" && answer.isWhole, "\(answer)")
        try gateway.expectTunnel(endedAs: "client_closed")
        #expect(try client.isAlive())
    }

    @Test func `the end of the origin's side reaches the client, which may still speak`() throws {
        let heard = Shelf("")
        let gateway = try gateway(
            try Tunnels.provingOrigin { turn in
                try turn.send("bye")
                turn.finishSending()
                let rest = try turn.waitForEnd()
                heard.change { $0 = String(decoding: rest, as: UTF8.self) }
                return .close
            }
        )
        let client = try gateway.connectH2()
        try client.connectTunnel()
        #expect(try client.answer(1).text == "bye")
        try client.data(1, "still here", end: true)
        try eventually("the last words") { heard.now == "still here" }
        try gateway.expectTunnel(endedAs: "upstream_closed")
        #expect(try client.isAlive())
    }

    @Test func `a reset of the stream resets the origin's connection`() throws {
        let ending = Shelf<Received?>(nil)
        let gateway = try gateway(
            try Tunnels.provingOrigin { turn in
                try turn.waitForEnd()
                ending.change { $0 = turn.ending }
                return .close
            }
        )
        let client = try gateway.connectH2()
        try client.connectTunnel()
        try client.frame("Headers", stream: 1)
        try client.reset(1)
        try eventually("the origin to feel it") { ending.now == .reset }
        try gateway.expectTunnel(endedAs: "client_reset")
        #expect(try client.isAlive())
    }

    @Test func `a reset of the origin is CANCEL on the stream`() throws {
        let gateway = try gateway(try Tunnels.provingOrigin { _ in .reset })
        let client = try gateway.connectH2()
        try client.connectTunnel()
        let answer = try client.answer(1)
        #expect(answer.resetCode == 8, "\(answer)")
        try gateway.expectTunnel(endedAs: "upstream_reset")
        #expect(try client.isAlive())
    }

    @Test func `silence ends the stream properly`() throws {
        let gateway = try gateway(try Tunnels.provingOrigin(), more: "service * { tunnel-idle 200ms }")
        let client = try gateway.connectH2()
        try client.connectTunnel()
        let answer = try client.answer(1)
        #expect(answer.isWhole && answer.status == 200, "\(answer)")
        #expect(answer.text == Tunnels.told(Tunnels.close(Tunnels.idle)), "\(answer)")
        try client.data(1, "", end: true)
        try gateway.expectTunnel(endedAs: "idle")
        #expect(try client.isAlive())
    }

    @Test func `a client that gives no credit holds the origin back, and is given up after write-idle`() throws {
        let sent = Shelf(0)
        let origin = try Tunnels.provingOrigin { turn in
            let piece = [UInt8](repeating: 1, count: 65_536)
            while true {
                try turn.send(piece)
                sent.change { $0 += piece.count }
            }
        }
        let gateway = try gateway(origin, more: "limits { write-idle 400ms }")
        let client = try gateway.connectH2(options: ["--no-credit"])
        try client.connectTunnel()
        let answer = try client.answer(1)
        #expect(answer.resetCode == 8, "\(answer)")
        #expect(sent.now < 32 << 20)
        #expect(gateway.residentKiB < 128 << 10)
        try gateway.expectTunnel(endedAs: "client_stalled")
        #expect(try client.isAlive())
    }

    @Test func `a drain announces the end, lets the tunnel run, and ends the stream properly`() throws {
        let gateway = try gateway(try Tunnels.provingOrigin(), more: "limits { grace 900ms }")
        let client = try gateway.connectH2()
        try client.connectTunnel()
        try client.data(1, "first", end: false)
        try client.frame("Data", stream: 1) { $0.total == 5 }
        gateway.signal()
        try client.frame("GoAway")
        try client.data(1, "still here", end: false)
        try client.frame("Data", stream: 1) { $0.total == 15 }
        let answer = try client.answer(1)
        #expect(answer.isWhole, "\(answer)")
        #expect(try gateway.waitForExit(within: Patience(seconds: 10)) == .code(0))
    }
}
