// Does a tunnel end for both sides as it should, and when?

import TestSupport
import Testing

@Suite struct TunnelEndTests {
    @Test func `the client's end reaches the origin, which may still speak`() throws {
        let gateway = try Tunnels.gateway(
            try Tunnels.origin { turn in
                let said = try turn.waitForEnd()
                try turn.send("you said " + String(decoding: said, as: UTF8.self))
                return .close
            }
        )
        let client = try gateway.openTunnel()
        try client.send("bye")
        client.finishSending()
        #expect(Tunnels.text(try client.waitForEnd()) == "you said bye")
        #expect(client.ending == .end)
        try gateway.expectTunnel(endedAs: "client_closed")
    }

    @Test func `the origin's end reaches the client, which may still speak`() throws {
        let heard = Shelf("")
        let gateway = try Tunnels.gateway(
            try Tunnels.origin { turn in
                try turn.send("bye")
                turn.finishSending()
                let rest = try turn.waitForEnd()
                heard.change { $0 = String(decoding: rest, as: UTF8.self) }
                return .close
            }
        )
        let client = try gateway.openTunnel()
        #expect(Tunnels.text(try client.waitForEnd()) == "bye")
        try client.send("still here")
        client.finishSending()
        try eventually("the last words") { heard.now == "still here" }
        try gateway.expectTunnel(endedAs: "upstream_closed")
    }

    @Test func `a client's reset reaches the origin`() throws {
        let ending = Shelf<Received?>(nil)
        let gateway = try Tunnels.gateway(
            try Tunnels.origin { turn in
                try turn.waitForEnd()
                ending.change { $0 = turn.ending }
                return .close
            }
        )
        let client = try gateway.openTunnel()
        client.reset()
        try eventually("the origin to feel it") { ending.now == .reset }
        try gateway.expectTunnel(endedAs: "client_reset")
    }

    @Test func `an origin's reset reaches the client`() throws {
        let gateway = try Tunnels.gateway(try Tunnels.origin { _ in .reset })
        let client = try gateway.openTunnel()
        _ = try client.waitForEnd()
        #expect(client.ending == .reset)
        try gateway.expectTunnel(endedAs: "upstream_reset")
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
        let origin = try Tunnels.origin { turn in
            if isPatient { turn.finishSending() }
            try turn.waitForEnd()
            return .close
        }
        let gateway = try TestGateway(fronting: origin, settings: "{ websocket on }")
        let trust = try Certificate.localhost.certificatePath
        let run = try Command(
            "/usr/bin/python3",
            ["-c", Self.rude, "\(gateway.port("tls"))", trust, Tunnels.ask(), row.manner]
        )
        #expect(run.exit == .code(0), "\(run)")
        try gateway.expectTunnel(endedAs: row.end)
    }

    @Test func `a connection that carried a tunnel is never used again`() throws {
        let origin = try Origin(
            OriginBehaviour { turn in
                guard turn.request.fields["Upgrade"] != nil else {
                    try turn.answer(200, "plain")
                    return .keepAlive
                }
                return try Tunnels.agreement(play: Tunnels.echo).play(turn)
            }
        )
        let gateway = try Tunnels.gateway(origin)
        let client = try gateway.openTunnel()
        client.finishSending()
        _ = try client.waitForEnd()
        #expect(try gateway.get("/").text == "plain")
        #expect(origin.connectionCount == 2)
    }

    // MARK: Times

    @Test func `silence both ways ends it, properly for both`() throws {
        let ending = Shelf<Received?>(nil)
        let gateway = try Tunnels.gateway(
            try Tunnels.origin { turn in
                try turn.waitForEnd()
                ending.change { $0 = turn.ending }
                return .close
            },
            more: "service * { tunnel-idle 200ms }"
        )
        let client = try gateway.openTunnel()
        #expect(try client.waitForEnd() == Tunnels.close(Tunnels.idle))
        #expect(client.ending == .end)
        try eventually("the origin to hear it") { ending.now == .end }
        try gateway.expectTunnel(endedAs: "idle")
    }

    @Test func `bytes of one side alone are no silence`() throws {
        let gateway = try Tunnels.gateway(
            try Tunnels.origin(play: Tunnels.echo),
            more: "service * { tunnel-idle 400ms }"
        )
        let client = try gateway.openTunnel()
        let later = Patience(seconds: 1.2)
        while !later.isOver {
            try client.send("x")
            #expect(try client.bytes(1).count == 1)
            try nap()
        }
        try client.send("end")
        #expect(Tunnels.text(try client.bytes(3)) == "end")
    }

    private func nap() throws {
        let nap = Patience(seconds: 0.05)
        try eventually("a moment to pass") { nap.isOver }
    }

    @Test func `a client that takes nothing is given up after write-idle`() throws {
        let gateway = try Tunnels.gateway(
            try Tunnels.origin { turn in
                let piece = [UInt8](repeating: 1, count: 65_536)
                while true { try turn.send(piece) }
            },
            more: "limits { write-idle 300ms }"
        )
        let client = try gateway.connect(receiveBuffer: 16_384)
        try client.send(Tunnels.ask())
        try gateway.expectTunnel(endedAs: "client_stalled")
        _ = client
    }

    @Test func `what are no frames a drain lets run for the grace period, then ends it properly`() throws {
        let ending = Shelf<Received?>(nil)
        let gateway = try Tunnels.gateway(
            try Tunnels.origin { turn in
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
        let client = try gateway.openTunnel()
        try client.send("first")
        #expect(Tunnels.text(try client.bytes(5)) == "first")
        gateway.signal()
        try eventually("the listener to close") { (try? gateway.connect()) == nil }
        try client.send("still here")
        #expect(Tunnels.text(try client.bytes(10)) == "still here")
        #expect(try client.waitForEnd().isEmpty)
        #expect(client.ending == .end)
        try eventually("the origin to hear it") { ending.now == .end }
        client.close()
        #expect(try gateway.waitForExit(within: Patience(seconds: 10)) == .code(0))
    }
}
