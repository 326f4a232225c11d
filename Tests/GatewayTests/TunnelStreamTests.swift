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

    /// Extended CONNECT on a stream of `client`.
    private func connect(
        _ client: H2Client,
        _ stream: Int = 1,
        protocolName: String = "websocket",
        fields: [[String]] = [["sec-websocket-version", "13"]]
    ) throws {
        try client.send([
            "do": "headers", "stream": stream, "end": false,
            "fields": [[":protocol", protocolName]] + client.head("CONNECT", "/chat?x=y", fields: fields),
        ])
    }

    /// An origin that agrees as RFC 6455 wants it, with the answer to the key it got, or with `accept`.
    private static func origin(
        accept: String? = nil,
        _ play: @escaping @Sendable (OriginTurn) throws -> AfterTurn = TunnelTests.echo
    ) throws -> Origin {
        try Origin(
            OriginBehaviour { turn in
                let key = turn.request.fields["Sec-WebSocket-Key"] ?? ""
                let fields = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Protocol: chat"]
                let answer = "Sec-WebSocket-Accept: \(try accept ?? WebSocketProof.answer(to: key))"
                return try TunnelTests.agreement(fields + [answer], play: play).play(turn)
            }
        )
    }

    private func text(_ client: H2Client, _ stream: Int = 1) -> String {
        client.frames("Data", stream: stream).compactMap(\.text).joined()
    }

    private func expectEnd(_ gateway: TestGateway, _ end: String) throws {
        try gateway.metrics("the tunnel to end as \(end)") {
            $0.sum("headgate_tunnels_ended_total", ["end": end]) == 1 && $0.sum("headgate_tunnels_open") == 0
        }
    }

    // MARK: The handshake

    @Test func `the gateway makes the handshake of HTTP/1.1, and a key of the client does not pass`() throws {
        let origin = try Self.origin()
        let gateway = try gateway(origin)
        let client = try gateway.connectH2()
        try connect(
            client,
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
        let origin = try Self.origin()
        let gateway = try gateway(origin)
        let client = try gateway.connectH2()
        for stream in [1, 3, 5] {
            try connect(client, stream)
            try client.frame("Headers", stream: stream)
        }
        #expect(Set(origin.requests.compactMap { $0.fields["Sec-WebSocket-Key"] }).count == 3)
    }

    @Test(arguments: ["", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="])
    func `an agreement that does not prove that it read the key is 502`(accept: String) throws {
        let gateway = try gateway(try Self.origin(accept: accept))
        let client = try gateway.connectH2()
        try connect(client)
        let answer = try client.answer(1)
        #expect(answer.status == 502 && answer.fields["l5d-err"] == "unexpected_upgrade", "\(answer)")
        #expect(try client.isAlive())
    }

    @Test func `a route without WebSocket is 403, another protocol 501, both counted`() throws {
        let origin = try Self.origin()
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
        try connect(client, 3, protocolName: "connect-udp")
        #expect(try client.answer(3).status == 501)
        #expect(origin.requests.isEmpty)
        try gateway.metrics("both to be counted") {
            $0.sum("headgate_requests_refused_total", ["reason": "upgrade"]) == 2
        }
        try connect(client, 5)
        #expect(try client.frame("Headers", stream: 5).field(":status") == "200", "the connection lives on")
    }

    @Test func `bytes that come before the agreement wait for it`() throws {
        let gate = Gate()
        let origin = try Origin(
            OriginBehaviour { turn in
                gate.wait()
                let key = turn.request.fields["Sec-WebSocket-Key"] ?? ""
                let proof = "Sec-WebSocket-Accept: \(try WebSocketProof.answer(to: key))"
                return try TunnelTests.agreement(
                    ["Connection: Upgrade", "Upgrade: websocket", proof],
                    behind: "early ",
                    play: TunnelTests.echo
                ).play(turn)
            }
        )
        let gateway = try gateway(origin)
        let client = try gateway.connectH2()
        try connect(client)
        try client.data(1, "bird", end: true)
        try client.flush()
        _ = try origin.request()
        gate.open()
        let answer = try client.answer(1)
        #expect(answer.status == 200 && answer.text == "early bird" && answer.isWhole, "\(answer)")
        try expectEnd(gateway, "client_closed")
    }

    // MARK: Ends

    @Test func `the end of the client's side reaches the origin, which may still speak`() throws {
        let gateway = try gateway(
            try Self.origin { turn in
                let said = try turn.waitForEnd()
                try turn.send("you said " + String(decoding: said, as: UTF8.self))
                return .close
            }
        )
        let client = try gateway.connectH2()
        try connect(client)
        try client.frame("Headers", stream: 1)
        try client.data(1, "bye", end: true)
        let answer = try client.answer(1)
        #expect(answer.text == "you said bye" && answer.isWhole, "\(answer)")
        try expectEnd(gateway, "client_closed")
        #expect(try client.isAlive())
    }

    @Test func `the end of the origin's side reaches the client, which may still speak`() throws {
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
        let client = try gateway.connectH2()
        try connect(client)
        #expect(try client.answer(1).text == "bye")
        try client.data(1, "still here", end: true)
        try eventually("the last words") { heard.now == "still here" }
        try expectEnd(gateway, "upstream_closed")
        #expect(try client.isAlive())
    }

    @Test func `a reset of the stream resets the origin's connection`() throws {
        let ending = Shelf<Received?>(nil)
        let gateway = try gateway(
            try Self.origin { turn in
                try turn.waitForEnd()
                ending.change { $0 = turn.ending }
                return .close
            }
        )
        let client = try gateway.connectH2()
        try connect(client)
        try client.frame("Headers", stream: 1)
        try client.reset(1)
        try eventually("the origin to feel it") { ending.now == .reset }
        try expectEnd(gateway, "client_reset")
        #expect(try client.isAlive())
    }

    @Test func `a reset of the origin is CANCEL on the stream`() throws {
        let gateway = try gateway(try Self.origin { _ in .reset })
        let client = try gateway.connectH2()
        try connect(client)
        let answer = try client.answer(1)
        #expect(answer.resetCode == 8, "\(answer)")
        try expectEnd(gateway, "upstream_reset")
        #expect(try client.isAlive())
    }

    @Test func `silence ends the stream properly`() throws {
        let gateway = try gateway(try Self.origin(), more: "service * { tunnel-idle 200ms }")
        let client = try gateway.connectH2()
        try connect(client)
        let answer = try client.answer(1)
        #expect(answer.isWhole && answer.status == 200, "\(answer)")
        try expectEnd(gateway, "idle")
        #expect(try client.isAlive())
    }

    @Test func `a drain announces the end, lets the tunnel run, and ends the stream properly`() throws {
        let gateway = try gateway(try Self.origin(), more: "limits { grace 900ms }")
        let client = try gateway.connectH2()
        try connect(client)
        try client.frame("Headers", stream: 1)
        gateway.signal()
        try client.frame("GoAway")
        try client.data(1, "still here", end: false)
        try client.frame("Data", stream: 1) { $0.total == 10 }
        let answer = try client.answer(1)
        #expect(answer.isWhole, "\(answer)")
        #expect(try gateway.waitForExit(within: Patience(seconds: 10)) == .code(0))
    }

    // MARK: Upstreams that speak HTTP/2

    /// Two gateways in a row, between which HTTP/2 is spoken with prior knowledge. The second one is a server that serves
    /// extended CONNECT, or not.
    private func chain(_ origin: Origin, servesConnect: Bool = true) throws -> (front: TestGateway, back: TestGateway) {
        let back = try TestGateway(
            """
            listen @http {
                protocols h2c
                route /* to \(origin.address) \(servesConnect ? "{ websocket on }" : "")
            }
            """,
            with: [origin]
        )
        let front = try TestGateway(
            fronting: "h2c://127.0.0.1:\(back.port())",
            settings: "{ websocket on }",
            with: [back]
        )
        return (front, back)
    }

    @Test func `a client on HTTP/1.1 gets its handshake although the upstream sees none`() throws {
        let origin = try Self.origin { turn in
            try turn.send("hello ")
            return try TunnelTests.echo(turn)
        }
        let (front, back) = try chain(origin)
        for _ in 0..<2 {
            let client = try front.connect()
            try client.send(TunnelTests.ask() + "early bird")
            let answer = try client.answer(to: "HEAD")
            #expect(answer.status == 101, "\(answer)")
            #expect(answer.fields["Sec-WebSocket-Accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(answer.fields.all("Upgrade") == ["websocket"])
            let said = String(decoding: try client.bytes(16), as: UTF8.self)
            #expect(said == "hello early bird")
            client.finishSending()
            #expect(try client.waitForEnd().isEmpty)
            #expect(client.ending == .end)
        }
        #expect(origin.requests.allSatisfy { $0.fields["Sec-WebSocket-Key"] != "dGhlIHNhbXBsZSBub25jZQ==" })
        try front.metrics("both to end") { $0.sum("headgate_tunnels_ended_total", ["end": "client_closed"]) == 2 }
        try back.metrics("both to end") { $0.sum("headgate_tunnels_ended_total", ["end": "client_closed"]) == 2 }
        #expect(try front.metrics().sum("headgate_upstream_connects_total", ["how": "connected"]) == 1)
    }

    @Test func `a client on HTTP/2 gets a stream behind a stream`() throws {
        let (front, back) = try chain(try Self.origin())
        let client = try front.connectH2()
        try connect(client)
        try client.frame("Headers", stream: 1)
        try client.data(1, "there and back", end: true)
        let answer = try client.answer(1)
        #expect(answer.status == 200 && answer.text == "there and back" && answer.isWhole, "\(answer)")
        try expectEnd(front, "client_closed")
        try expectEnd(back, "client_closed")
    }

    @Test func `much passes through both, each way`() throws {
        let size = 4 << 20
        let origin = try Self.origin { turn in
            turn.sendAside([UInt8](repeating: 7, count: size))
            let got = try turn.bytes(size)
            return got.count == size ? .close : .reset
        }
        let (front, back) = try chain(origin)
        let client = try front.connect()
        try client.send(TunnelTests.ask())
        #expect(try client.answer(to: "HEAD").status == 101)
        client.sendAside([UInt8](repeating: 9, count: size))
        #expect(try client.bytes(size).count == size)
        #expect(try client.waitForEnd().isEmpty)
        client.close()
        try expectEnd(front, "upstream_closed")
        try expectEnd(back, "upstream_closed")
    }

    @Test func `a reset of the origin passes through both`() throws {
        let origin = try Self.origin { turn in
            _ = try turn.bytes(1)
            return .reset
        }
        let (front, back) = try chain(origin)
        let client = try front.connect()
        try client.send(TunnelTests.ask())
        #expect(try client.answer(to: "HEAD").status == 101)
        try client.send("x")
        _ = try client.waitForEnd()
        #expect(client.ending == .reset)
        try expectEnd(front, "upstream_reset")
        try expectEnd(back, "upstream_reset")
    }

    @Test func `a reset of the client passes through both`() throws {
        let (front, back) = try chain(try Self.origin())
        let client = try front.connect()
        try client.send(TunnelTests.ask())
        #expect(try client.answer(to: "HEAD").status == 101)
        client.reset()
        try expectEnd(front, "client_reset")
        try expectEnd(back, "client_reset")
    }

    @Test func `an upstream that serves no extended CONNECT is 502, and its connection serves on`() throws {
        let (front, back) = try chain(try Origin(.answer("plain")), servesConnect: false)
        let client = try front.connect()
        let answer = try client.ask(TunnelTests.ask(), method: "GET")
        #expect(answer.status == 502 && answer.fields["l5d-err"] == "upgrade_not_served", "\(answer)")
        #expect(try client.get("/").text == "plain")
        try back.metrics("one request to have come") { $0.sum("headgate_requests_total") == 1 }
    }

    @Test func `a refusal behind a stream is an answer, and the stream is given back`() throws {
        let (front, back) = try chain(try Origin(.answer("no", status: 403)))
        let client = try front.connect()
        for _ in 0..<3 {
            let answer = try client.ask(TunnelTests.ask(), method: "GET")
            #expect(answer.status == 403 && answer.text == "no", "\(answer)")
        }
        try back.metrics("nothing to be left over") { $0.sum("headgate_requests_in_flight") == 0 }
    }

    @Test func `where ALPN leaves the choice a tunnel goes over HTTP/1.1`() throws {
        let origin = try Self.origin()
        let certificate = try Certificate.localhost
        let back = try TestGateway(
            """
            listen @http {
                tls { cert localhost \(certificate.paths) }
                route /* to \(origin.address) { websocket on }
            }
            """,
            with: [origin]
        )
        let front = try TestGateway(
            fronting: "https://127.0.0.1:\(back.port())",
            settings: "{ websocket on }",
            cluster: "",
            with: [back]
        )
        #expect(try front.get("/plain").status > 0)
        let client = try front.connect()
        try client.send(TunnelTests.ask())
        let answer = try client.answer(to: "HEAD")
        #expect(answer.status == 101, "\(answer)")
        try client.send("hi")
        #expect(try client.bytes(2).count == 2)
        #expect(try origin.request(0).fields.all("Via") == ["1.1 headgate", "2 headgate"])
        #expect(try origin.request(1).fields.all("Via") == ["1.1 headgate", "1.1 headgate"])
    }
}
