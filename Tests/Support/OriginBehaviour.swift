// How does an origin behave?

/// What an origin does with each request. The named ones cover what upstreams do in the field; a test that needs
/// another writes its own closure.
public struct OriginBehaviour: Sendable {
    public let play: @Sendable (OriginTurn) throws -> AfterTurn

    /// A behaviour of the test's own.
    public init(_ play: @escaping @Sendable (OriginTurn) throws -> AfterTurn) {
        self.play = play
    }

    /// Reads the request and answers the same to everything.
    public static func answer(_ body: String, status: Int = 200, fields: [String] = []) -> OriginBehaviour {
        OriginBehaviour { turn in
            try turn.readBody()
            try turn.answer(status, body, fields: fields)
            return .keepAlive
        }
    }

    /// Sends the request's body back.
    public static var echo: OriginBehaviour {
        OriginBehaviour { turn in
            let request = try turn.readBody()
            try turn.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.body.count)\r\n\r\n")
            try turn.send(request.body)
            return .keepAlive
        }
    }

    /// Reads the request, sends these bytes as they are, and then does `then`.
    public static func raw(_ text: String, then: AfterTurn = .keepAlive) -> OriginBehaviour {
        OriginBehaviour { turn in
            try turn.readBody()
            try turn.send(text)
            return then
        }
    }

    /// Answers only when the test opens the gate.
    public static func slow(_ gate: Gate, body: String = "late") -> OriginBehaviour {
        OriginBehaviour { turn in
            try turn.readBody()
            gate.wait()
            try turn.answer(200, body)
            return .keepAlive
        }
    }

    /// Sends half of the body, then the rest when the test opens the gate.
    public static func drip(_ gate: Gate, first: String, second: String) -> OriginBehaviour {
        OriginBehaviour { turn in
            try turn.readBody()
            try turn.send("HTTP/1.1 200 OK\r\nContent-Length: \(first.utf8.count + second.utf8.count)\r\n\r\n" + first)
            gate.wait()
            try turn.send(second)
            return .keepAlive
        }
    }

    /// Answers in chunks, with trailers.
    public static func chunked(_ pieces: [String], trailers: [String] = [], announce: Bool = true) -> OriginBehaviour {
        OriginBehaviour { turn in
            try turn.readBody()
            let names = trailers.map { String($0.prefix { $0 != ":" }) }.joined(separator: ", ")
            let trailer = announce && !trailers.isEmpty ? "Trailer: \(names)\r\n" : ""
            try turn.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\(trailer)\r\n")
            for piece in pieces { try turn.send("\(String(piece.utf8.count, radix: 16))\r\n\(piece)\r\n") }
            try turn.send((["0"] + trailers + ["", ""]).joined(separator: "\r\n"))
            return .keepAlive
        }
    }

    /// Sends a 103 with a link, then the answer.
    public static func earlyHints(_ link: String, body: String) -> OriginBehaviour {
        OriginBehaviour { turn in
            try turn.readBody()
            try turn.send("HTTP/1.1 103 Early Hints\r\nLink: \(link)\r\n\r\n")
            try turn.answer(200, body)
            return .keepAlive
        }
    }

    /// Answers without a length and closes.
    public static func untilClose(_ body: String) -> OriginBehaviour {
        OriginBehaviour { turn in
            try turn.readBody()
            try turn.send("HTTP/1.1 200 OK\r\n\r\n" + body)
            return .close
        }
    }

    /// Answers a body of `count` bytes, in pieces of 64 KiB.
    public static func gigantic(_ count: Int) -> OriginBehaviour {
        OriginBehaviour { turn in
            try turn.readBody()
            try turn.send("HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n")
            let piece = [UInt8](repeating: UInt8(ascii: "g"), count: 65_536)
            var left = count
            while left > 0 {
                try turn.send(left >= piece.count ? piece : Array(piece[..<left]))
                left -= min(left, piece.count)
            }
            return .keepAlive
        }
    }

    /// Closes when the request's head has come, without a word.
    public static var closeEarly: OriginBehaviour { OriginBehaviour { _ in .close } }

    /// Resets the connection when the request has come.
    public static var reset: OriginBehaviour {
        OriginBehaviour { turn in
            try turn.readBody()
            return .reset
        }
    }

    /// Reads the head only and leaves the body in the socket until the gate opens.
    public static func neverReads(_ gate: Gate) -> OriginBehaviour {
        OriginBehaviour { turn in
            gate.wait()
            return .reset
        }
    }

    /// Serves `count` requests on a connection and dies on the next one, after it was sent.
    public static func dies(after count: Int, body: String = "alive") -> OriginBehaviour {
        OriginBehaviour { turn in
            guard turn.request.place < count else { return .reset }
            try turn.readBody()
            try turn.answer(200, body)
            return .keepAlive
        }
    }
}
