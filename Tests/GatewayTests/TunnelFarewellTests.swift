// What do both sides of a tunnel hear when the gateway ends it?

import TestSupport
import Testing

/// RFC 6455, 5.5.1 and 7.4.1; RFC 8441, 5.
@Suite struct TunnelFarewellTests {
    private static let idle = "service * { tunnel-idle 300ms }"

    /// An origin that says `words` and then listens to the end.
    private func origin(saying words: [UInt8], heard: Shelf<[UInt8]?>) throws -> Origin {
        try Tunnels.origin { turn in
            try turn.send(words)
            let said = try turn.waitForEnd()
            heard.change { $0 = said }
            return .close
        }
    }

    /// What each side says, and what it hears behind what the other said.
    struct Scene: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let client: [UInt8]
        let origin: [UInt8]
        var closesToClient = false
        var closesToOrigin = false
    }

    private static let hello = Tunnels.frame("hello")
    private static let half = Array(hello.dropLast(2))
    private static let bye = Tunnels.frame(0x88, [0x03, 0xE8])

    @Test(arguments: [
        Scene(
            testDescription: "frames that are over",
            client: Tunnels.masked(hello),
            origin: hello + hello,
            closesToClient: true,
            closesToOrigin: true
        ),
        Scene(
            testDescription: "half a frame of the client",
            client: Tunnels.masked(hello).dropLast(2),
            origin: hello,
            closesToClient: true
        ),
        Scene(
            testDescription: "half a frame of the origin",
            client: Tunnels.masked(hello),
            origin: hello + half,
            closesToOrigin: true
        ),
        Scene(testDescription: "the first byte of a frame each", client: [0x81], origin: [0x81]),
        Scene(testDescription: "no frames", client: Array("hello".utf8), origin: Array("hello".utf8)),
        Scene(testDescription: "a close of the client", client: Tunnels.masked(bye), origin: hello),
        Scene(testDescription: "a close of the origin", client: Tunnels.masked(hello), origin: bye),
    ])
    func `a Close comes between two frames, and only where there was none`(scene: Scene) throws {
        let heard = Shelf<[UInt8]?>(nil)
        let gateway = try Tunnels.gateway(try origin(saying: scene.origin, heard: heard), more: Self.idle)
        let client = try gateway.openTunnel()
        try client.send(scene.client)
        let told = try client.waitForEnd()
        #expect(client.ending == .end)
        #expect(told == scene.origin + (scene.closesToClient ? Tunnels.close(Tunnels.idle) : []))
        try eventually("the origin to hear it") { heard.now != nil }
        let rest = Array((heard.now ?? []).dropFirst(scene.client.count))
        #expect((heard.now ?? []).prefix(scene.client.count) == scene.client[...])
        #expect(Tunnels.unmasked(rest) == (scene.closesToOrigin ? Tunnels.close(Tunnels.idle) : []))
        #expect(rest.isEmpty || rest[1] & 0x80 != 0, "a client masks")
        client.close()
        try gateway.expectTunnel(endedAs: "idle")
    }

    @Test func `what is still said behind the Close is read, so that it reaches the other side`() throws {
        let hasSaid = Shelf(false)
        let origin = try Tunnels.origin { turn in
            try turn.waitForEnd()
            for _ in 0..<64 { try turn.send([UInt8](repeating: 0x81, count: 65_536)) }
            hasSaid.change { $0 = true }
            return .close
        }
        let gateway = try Tunnels.gateway(origin, more: Self.idle)
        let client = try gateway.openTunnel()
        #expect(try client.waitForEnd() == Tunnels.close(Tunnels.idle), "and nothing behind it")
        try eventually("the origin to have said everything") { hasSaid.now }
        client.close()
        try gateway.expectTunnel(endedAs: "idle")
    }

    @Test func `sides that do not end are not waited for for long`() throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try Tunnels.origin { turn in
            gate.wait()
            return .close
        }
        let gateway = try Tunnels.gateway(origin, more: Self.idle)
        let client = try gateway.openTunnel()
        #expect(try client.waitForEnd() == Tunnels.close(Tunnels.idle))
        try gateway.expectTunnel(endedAs: "idle")
    }

    @Test(arguments: [false, true])
    func `a reset behind the Close changes nothing any more`(isOfOrigin: Bool) throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try Tunnels.origin { turn in
            try turn.waitForEnd()
            if !isOfOrigin { gate.wait() }
            return .reset
        }
        let gateway = try Tunnels.gateway(origin, more: Self.idle)
        let client = try gateway.openTunnel()
        #expect(try client.waitForEnd() == Tunnels.close(Tunnels.idle))
        #expect(client.ending == .end)
        if isOfOrigin { client.close() } else { client.reset() }
        try gateway.expectTunnel(endedAs: "idle")
        #expect(try gateway.metrics().sum("headgate_tunnels_ended_total") == 1)
    }

    @Test func `a drain waits for the end of a frame`() throws {
        let heard = Shelf<[UInt8]?>(nil)
        let gateway = try Tunnels.gateway(
            try origin(saying: Self.hello, heard: heard),
            more: "limits { grace 20s }"
        )
        let client = try gateway.openTunnel()
        let frame = Tunnels.masked(Self.hello)
        try client.send(Array(frame[..<5]))
        #expect(try client.bytes(Self.hello.count) == Self.hello)
        gateway.signal()
        try eventually("the listener to close") { (try? gateway.connect()) == nil }
        try client.send(Array(frame[5...]))
        #expect(try client.waitForEnd() == Tunnels.close(Tunnels.drained))
        try eventually("the origin to hear it") { heard.now != nil }
        #expect(Array((heard.now ?? []).prefix(frame.count)) == frame)
        #expect(Tunnels.unmasked(Array((heard.now ?? []).dropFirst(frame.count))) == Tunnels.close(Tunnels.drained))
        client.close()
        #expect(try gateway.waitForExit(within: Patience(seconds: 10)) == .code(0))
    }

    @Test func `the span says that nobody but the gateway ended it`() throws {
        let sink = try ZipkinSink()
        let heard = Shelf<[UInt8]?>(nil)
        let gateway = try Tunnels.gateway(
            try origin(saying: Self.hello, heard: heard),
            more: Self.idle + " trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms } }"
        )
        let client = try gateway.openTunnel()
        _ = try client.waitForEnd()
        client.close()
        for span in try sink.spans(4).dropFirst(2) {
            #expect(span.tag("tunnel.end") == "idle" && span.tag("error") == nil, "\(span)")
        }
    }

    // MARK: HTTP/2

    @Test(arguments: ["idle", "drained"])
    func `a client on a stream hears it too`(end: String) throws {
        let isIdle = end == "idle"
        let server = try Peer("ws_server")
        let gateway = try TestGateway(
            fronting: "127.0.0.1:\(server.port)",
            settings: "{ websocket on }",
            more: isIdle ? Self.idle : "limits { grace 60s }",
            with: [server]
        )
        let client = try gateway.connectH2()
        try client.connectTunnel()
        try client.frame("Headers", stream: 1)
        if !isIdle { gateway.signal() }
        let reason = isIdle ? Tunnels.idle : Tunnels.drained
        let answer = try client.answer(1)
        #expect(answer.text == Tunnels.told(Tunnels.close(reason)) && answer.isWhole, "\(answer)")
        let closed = try server.event("closed")
        #expect(closed.code == 1_001 && closed.text == reason, "\(closed)")
        try client.data(1, "", end: true)
        if isIdle {
            try gateway.expectTunnel(endedAs: "idle")
            #expect(try client.isAlive())
        } else {
            #expect(try gateway.waitForExit(within: Patience(seconds: 10)) == .code(0))
        }
        #expect(try client.answer(1).resetCode == nil)
    }

    /// Two gateways in a row, between which HTTP/2 is spoken; the first one ends the tunnel.
    @Test(arguments: ["idle", "drained"], [1, 2])
    func `both sides hear it through an upstream on HTTP/2`(end: String, version: Int) throws {
        let isIdle = end == "idle"
        let server = try Peer("ws_server")
        let back = try TestGateway(
            """
            listen @http {
                protocols h2c
                route /* to 127.0.0.1:\(server.port) { websocket on }
            }
            """,
            with: [server]
        )
        let front = try TestGateway(
            fronting: "h2c://127.0.0.1:\(back.port())",
            settings: "{ websocket on }",
            more: isIdle ? Self.idle : "limits { grace 60s }",
            with: [back]
        )
        let reason = isIdle ? Tunnels.idle : Tunnels.drained
        if version == 1 {
            let client = try Peer("ws_client", ["\(front.port())", "closed", "--path", "/silent"])
            try server.event("connected")
            if !isIdle { front.signal() }
            let closed = try client.event("closed")
            #expect(closed.code == 1_001 && closed.text == reason, "\(closed)")
        } else {
            let client = try front.connectH2()
            try client.connectTunnel()
            try client.frame("Headers", stream: 1)
            if !isIdle { front.signal() }
            #expect(try client.answer(1).text == Tunnels.told(Tunnels.close(reason)))
            try client.data(1, "", end: true)
        }
        let closed = try server.event("closed")
        #expect(closed.code == 1_001 && closed.text == reason, "\(closed)")
        // The one behind saw its client end properly, and did nothing of its own.
        try back.expectTunnel(endedAs: "client_closed")
    }

    @Test func `an upstream's stream is ended, and not reset, when it ends its side`() throws {
        let origin = try H2Origin(options: ["--connect"])
        let gateway = try TestGateway(fronting: origin, settings: "{ websocket on }", more: Self.idle)
        let client = try gateway.connect()
        try client.send(TestClient.head("GET", "/echo", fields: Tunnels.wish))
        #expect(try client.answer(to: "HEAD").status == 101)
        #expect(try client.waitForEnd() == Tunnels.close(Tunnels.idle))
        client.close()
        let masked = Tunnels.masked(Tunnels.close(Tunnels.idle))
        #expect(try origin.peer.event("whole").total == masked.count)
        try gateway.expectTunnel(endedAs: "idle")
        #expect(try gateway.get("/").text == "hello", "on the same connection")
        #expect(origin.connectionCount == 1 && !origin.peer.events.contains { $0.event == "reset" })
    }

    @Test func `an upstream's stream is cancelled when its side does not end`() throws {
        let origin = try H2Origin(options: ["--connect"])
        let gateway = try TestGateway(fronting: origin, settings: "{ websocket on }", more: Self.idle)
        let client = try gateway.connect()
        try client.send(TestClient.head("GET", "/mute", fields: Tunnels.wish))
        #expect(try client.answer(to: "HEAD").status == 101)
        #expect(try client.waitForEnd() == Tunnels.close(Tunnels.idle))
        client.close()
        let reset = try origin.peer.event("reset")
        #expect(reset.code == 8, "CANCEL: \(reset)")
        #expect(origin.peer.events.contains { $0.event == "whole" }, "it was told the end before")
        try gateway.expectTunnel(endedAs: "idle")
    }
}
