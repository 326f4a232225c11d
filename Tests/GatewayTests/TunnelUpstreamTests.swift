// Do tunnels reach upstreams that speak HTTP/2?

import TestSupport
import Testing

/// RFC 8441, with the gateway as the client.
@Suite struct TunnelUpstreamTests {
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
        let origin = try Tunnels.provingOrigin { turn in
            try turn.send("hello ")
            return try Tunnels.echo(turn)
        }
        let (front, back) = try chain(origin)
        for _ in 0..<2 {
            let client = try front.connect()
            try client.send(Tunnels.ask() + "early bird")
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
        let (front, back) = try chain(try Tunnels.provingOrigin())
        let client = try front.connectH2()
        try client.connectTunnel()
        try client.frame("Headers", stream: 1)
        try client.data(1, "there and back", end: true)
        let answer = try client.answer(1)
        #expect(answer.status == 200 && answer.text == "there and back" && answer.isWhole, "\(answer)")
        try front.expectTunnel(endedAs: "client_closed")
        try back.expectTunnel(endedAs: "client_closed")
    }

    @Test func `much passes through both, each way`() throws {
        let size = 4 << 20
        let origin = try Tunnels.provingOrigin { turn in
            turn.sendAside([UInt8](repeating: 7, count: size))
            let got = try turn.bytes(size)
            return got.count == size ? .close : .reset
        }
        let (front, back) = try chain(origin)
        let client = try front.connect()
        try client.send(Tunnels.ask())
        #expect(try client.answer(to: "HEAD").status == 101)
        client.sendAside([UInt8](repeating: 9, count: size))
        #expect(try client.bytes(size).count == size)
        #expect(try client.waitForEnd().isEmpty)
        client.close()
        try front.expectTunnel(endedAs: "upstream_closed")
        try back.expectTunnel(endedAs: "upstream_closed")
    }

    @Test func `a reset of the origin passes through both`() throws {
        let origin = try Tunnels.provingOrigin { turn in
            _ = try turn.bytes(1)
            return .reset
        }
        let (front, back) = try chain(origin)
        let client = try front.connect()
        try client.send(Tunnels.ask())
        #expect(try client.answer(to: "HEAD").status == 101)
        try client.send("x")
        _ = try client.waitForEnd()
        #expect(client.ending == .reset)
        try front.expectTunnel(endedAs: "upstream_reset")
        try back.expectTunnel(endedAs: "upstream_reset")
    }

    @Test func `a reset of the client passes through both`() throws {
        let (front, back) = try chain(try Tunnels.provingOrigin())
        let client = try front.connect()
        try client.send(Tunnels.ask())
        #expect(try client.answer(to: "HEAD").status == 101)
        client.reset()
        try front.expectTunnel(endedAs: "client_reset")
        try back.expectTunnel(endedAs: "client_reset")
    }

    @Test func `an upstream that serves no extended CONNECT is 502, and its connection serves on`() throws {
        let (front, back) = try chain(try Origin(.answer("plain")), servesConnect: false)
        let client = try front.connect()
        let answer = try client.ask(Tunnels.ask(), method: "GET")
        #expect(answer.status == 502 && answer.fields["l5d-err"] == "upgrade_not_served", "\(answer)")
        #expect(try client.get("/").text == "plain")
        try back.metrics("one request to have come") { $0.sum("headgate_requests_total") == 1 }
    }

    @Test func `a refusal behind a stream is an answer, and the stream is given back`() throws {
        let (front, back) = try chain(try Origin(.answer("no", status: 403)))
        let client = try front.connect()
        for _ in 0..<3 {
            let answer = try client.ask(Tunnels.ask(), method: "GET")
            #expect(answer.status == 403 && answer.text == "no", "\(answer)")
        }
        try back.metrics("nothing to be left over") { $0.sum("headgate_requests_in_flight") == 0 }
    }

    @Test func `where ALPN leaves the choice a tunnel goes over HTTP/1.1`() throws {
        let origin = try Tunnels.provingOrigin()
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
        try client.send(Tunnels.ask())
        let answer = try client.answer(to: "HEAD")
        #expect(answer.status == 101, "\(answer)")
        try client.send("hi")
        #expect(try client.bytes(2).count == 2)
        #expect(try origin.request(0).fields.all("Via") == ["1.1 headgate", "2 headgate"])
        #expect(try origin.request(1).fields.all("Via") == ["1.1 headgate", "1.1 headgate"])
    }

    @Test func `a tunnel ends although the bytes of another stream stood before its end`() throws {
        let origin = try H2Origin(options: ["--connect"])
        let gateway = try TestGateway(fronting: origin, settings: "{ websocket on }")
        let client = try gateway.connect()
        try client.send(TestClient.head("GET", "/parted", fields: Tunnels.wish))
        #expect(try client.answer(to: "HEAD").status == 101)
        #expect(try client.waitForEnd().isEmpty, "the upstream has ended")

        let other = try gateway.connect()
        let size = 60 << 20
        try other.send(TestClient.head("POST", "/jam", fields: ["Content-Length: \(size)"]))
        try origin.request(1)
        let sent = other.sendUntilStuck([UInt8](repeating: 1, count: 65_536), limit: size)
        #expect(sent < size, "the upstream takes no more")
        client.finishSending()
        // Whoever is served after the end, on the same worker, shows that it was seen.
        #expect(try gateway.connect().ask(TestClient.head("TRACE", "/")).status == 405)

        try origin.go()
        other.sendAside([UInt8](repeating: 1, count: size - sent))
        #expect(try other.answer(to: "POST").status == 200)
        try gateway.expectTunnel(endedAs: "upstream_closed")
        #expect(origin.connectionCount == 1)
    }
}
