// In which protocols is a story told?

import TestSupport
import Testing

/// How the client speaks to the gateway.
enum DownSide: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case h1, h2c, h2
    var testDescription: String { rawValue + " down" }

    /// A request and its answer; a body of unknown length has no Content-Length.
    struct Question {
        var method = "GET"
        var path = "/"
        var fields: [[String]] = []
        var body: (text: String, times: Int)?
        var isLengthKnown = true
        var trailers: [[String]] = []
    }

    /// What came back, told alike for both protocols.
    struct Told: CustomStringConvertible {
        let status: Int
        let fields: FieldLines
        let trailers: FieldLines
        let interim: [Int]
        let text: String
        /// Whether the answer's body is the request's, byte for byte.
        let isEcho: Bool
        let isWhole: Bool

        /// How the stream ended.
        var end = ""

        var description: String {
            "\(status) \(interim)\n\(fields)\n\(text.prefix(500))\n\(trailers) whole \(isWhole) \(end)"
        }
    }

    func ask(_ gateway: TestGateway, _ question: Question) throws -> Told {
        self == .h1 ? try askH1(gateway, question) : try askH2(gateway, question)
    }

    func get(_ gateway: TestGateway, _ path: String) throws -> Told { try ask(gateway, Question(path: path)) }

    private func askH1(_ gateway: TestGateway, _ question: Question) throws -> Told {
        var fields = question.fields.map { $0[0] + ": " + $0[1] }
        let body = question.body.map { String(repeating: $0.text, count: $0.times) }
        var sent = body ?? ""
        if let body {
            if question.isLengthKnown {
                fields.append("Content-Length: \(body.utf8.count)")
            } else {
                fields.append("Transfer-Encoding: chunked")
                let trailers = question.trailers.map { "\($0[0]): \($0[1])\r\n" }.joined()
                sent = "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\(trailers)\r\n"
            }
        }
        let client = try gateway.connect()
        let wish = ["TE: trailers", "Connection: TE"]
        // The answer may begin before the whole body is sent, and the buffers between hold less than a large body.
        client.sendAside(
            Array((TestClient.head(question.method, question.path, fields: fields + wish) + sent).utf8)
        )
        let answer = try client.answer(to: question.method)
        return Told(
            status: answer.status,
            fields: answer.fields,
            trailers: answer.trailers,
            interim: answer.interim.map(\.status),
            text: answer.text,
            isEcho: answer.text == body,
            isWhole: answer.ending == .whole
        )
    }

    private func askH2(_ gateway: TestGateway, _ question: Question) throws -> Told {
        let client = try gateway.connectH2(self == .h2 ? "tls" : "http")
        if self == .h2 { #expect(client.protocolName == "h2") }
        var fields = question.fields
        if let body = question.body, question.isLengthKnown {
            fields.append(["content-length", String(body.text.utf8.count * body.times)])
        }
        try client.request(
            1,
            question.method,
            question.path,
            fields: fields + [["te", "trailers"]],
            end: question.body == nil
        )
        if let body = question.body {
            try client.data(1, body.text, times: body.times, end: question.trailers.isEmpty)
            if !question.trailers.isEmpty { try client.trailers(1, question.trailers) }
        }
        let answer = try client.answer(1)
        let sent = try question.body.map { _ in try client.peer.event("sent") }
        return Told(
            status: answer.status,
            fields: answer.fields,
            trailers: answer.trailers,
            interim: answer.interim,
            text: answer.text,
            isEcho: sent?.total == answer.length && sent?.crc == answer.crc,
            isWhole: answer.isWhole,
            end:
                "reset \(String(describing: answer.resetCode)) after \(answer.length) bytes, \(client.peer.events.suffix(2))"
        )
    }
}

/// How the gateway speaks to the origin.
enum UpSide: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case h1, h2c, h2
    var testDescription: String { rawValue + " up" }

    /// A gateway before an origin of that protocol, and `go` for the behaviours that wait.
    func gateway(listen: String = "", more: String = "") throws -> (gateway: TestGateway, go: () throws -> Void) {
        if self == .h1 {
            let gate = Gate()
            let origin = try Origin(.byPath(gate))
            let gateway = try TestGateway(fronting: origin, listen: listen, more: more)
            return (gateway, { gate.open() })
        }
        let origin = try H2Origin(self == .h2 ? .localhost : nil)
        let gateway = try TestGateway(fronting: origin, listen: listen, more: more)
        return (gateway, { try origin.go() })
    }
}

extension OriginBehaviour {
    /// What `h2_server.py` does behind these paths, over HTTP/1.1.
    static func byPath(_ gate: Gate) -> OriginBehaviour {
        OriginBehaviour { turn in
            let path = turn.request.target.split(separator: "?")[0]
            switch path {
            case "/echo": return try echo(turn)
            case "/trailers": return try chunked(["with trailers"], trailers: ["x-checksum: abc"]).play(turn)
            case "/hints": return try earlyHints("</style.css>; rel=preload", body: "hinted").play(turn)
            case "/slow": return try slow(gate).play(turn)
            case "/drip": return try drip(gate, first: "first", second: "second").play(turn)
            case "/never":
                try turn.waitForEnd()
                return .close
            default: break
            }
            try turn.readBody()
            if path.hasPrefix("/status/"), let status = path.split(separator: "/").last.flatMap({ Int($0) }) {
                let bare = status == 204 || status == 304
                try turn.send("HTTP/1.1 \(status) Whatever\r\n" + (bare ? "\r\n" : "Content-Length: 0\r\n\r\n"))
            } else {
                try turn.answer(200, "hello", fields: ["Content-Type: text/plain"])
            }
            return .keepAlive
        }
    }

    /// The content comes back as long or as unknown in length as it came, and so do the trailers.
    private static func echo(_ turn: OriginTurn) throws -> AfterTurn {
        let request = try turn.readBody()
        if request.fields["Content-Length"] != nil {
            try turn.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.body.count)\r\n\r\n")
            try turn.send(request.body)
            return .keepAlive
        }
        try turn.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        if !request.body.isEmpty {
            try turn.send("\(String(request.body.count, radix: 16))\r\n")
            try turn.send(request.body)
            try turn.send("\r\n")
        }
        let trailers = request.trailers.lines.map { "\($0.name): \($0.value)\r\n" }.joined()
        try turn.send("0\r\n\(trailers)\r\n")
        return .keepAlive
    }
}
