// How does a test come to an open tunnel?

import TestSupport

/// The two sides of tunnels. What travels inside is of no concern here, so that mostly it is no WebSocket frames.
enum Tunnels {
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

    static func gateway(_ origin: Origin, settings: String = "{ websocket on }", more: String = "") throws
        -> TestGateway
    {
        try TestGateway(to: origin, settings: settings, more: more)
    }

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// An origin that agrees as RFC 6455 wants it, with the answer to the key it got, or with `accept`.
    static func provingOrigin(
        accept: String? = nil,
        _ play: @escaping @Sendable (OriginTurn) throws -> AfterTurn = echo
    ) throws -> Origin {
        try Origin(
            OriginBehaviour { turn in
                let key = turn.request.fields["Sec-WebSocket-Key"] ?? ""
                let fields = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Protocol: chat"]
                let answer = "Sec-WebSocket-Accept: \(try accept ?? WebSocketProof.answer(to: key))"
                return try agreement(fields + [answer], play: play).play(turn)
            }
        )
    }
}

extension TestGateway {
    /// A client whose tunnel is open; `early` is sent right behind its request.
    func openTunnel(behind early: String = "") throws -> TestClient {
        let client = try connect()
        try client.send(Tunnels.ask() + early)
        // Nothing is read beyond the head of an answer to HEAD.
        let answer = try client.answer(to: "HEAD")
        guard answer.status == 101 else { throw TestFailure("no tunnel: \(answer)") }
        return client
    }

    /// Waits until the one tunnel that there was has ended, in that way.
    func expectTunnel(endedAs end: String) throws {
        try metrics("the tunnel to end as \(end)") {
            $0.sum("headgate_tunnels_ended_total", ["end": end]) == 1 && $0.sum("headgate_tunnels_open") == 0
        }
    }
}

extension H2Client {
    /// Extended CONNECT on a stream.
    func connectTunnel(
        _ stream: Int = 1,
        protocolName: String = "websocket",
        fields: [[String]] = [["sec-websocket-version", "13"]]
    ) throws {
        try send([
            "do": "headers", "stream": stream, "end": false,
            "fields": [[":protocol", protocolName]] + head("CONNECT", "/chat?x=y", fields: fields),
        ])
    }
}
