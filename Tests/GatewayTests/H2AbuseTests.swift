// Does abuse end in GOAWAY, and not in cost?

import TestSupport
import Testing

/// RFC 9113, 10.5; CVE-2023-44487, CVE-2025-8671, CVE-2024-27316, CVE-2019-9512 to 9518, CVE-2016-6581.
@Suite struct H2AbuseTests {
    static let calm = 11
    /// HEADERS that are never complete, without END_HEADERS: `:method: GET`.
    private static var openHeaders: [String: Any] {
        ["do": "headers", "stream": 1, "fields": [[":method", "GET"]], "open": true]
    }

    /// Waits for the end, which must be a GOAWAY of that code, counted under that reason; everybody else is served.
    func expectCalm(
        _ gateway: TestGateway,
        _ client: H2Client,
        _ reason: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let goodbye = try client.waitForEnd()
        #expect(goodbye?.code == Self.calm, "\(String(describing: goodbye))", sourceLocation: sourceLocation)
        #expect(
            goodbye?.text?.contains("limits.misbehaviour") == true,
            "\(String(describing: goodbye))",
            sourceLocation: sourceLocation
        )
        try gateway.metrics("\(reason) to be counted") { $0.total(["reason": reason]) > 0 }
        #expect(try gateway.get("/").status == 200, sourceLocation: sourceLocation)
    }

    // MARK: Resets

    @Test func `rapid reset`() throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2(options: ["--quiet"])
        try client.requests(5_000, "GET", "/never", then: "rst")
        try expectCalm(gateway, client, "reset")
        #expect(origin.requests.count < 400, "\(origin.requests.count) reached the origin")
        try eventually("the gateway to let go of the origin") { origin.openConnectionCount <= 1 }
    }

    @Test func `rapid reset over TLS, with an HTTP 2 upstream`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2("tls", options: ["--quiet"])
        try client.requests(5_000, "GET", "/never", then: "rst")
        try expectCalm(gateway, client, "reset")
        #expect(origin.requests.count < 400, "\(origin.requests.count) reached the origin")
    }

    /// The client makes us reset the stream (MadeYouReset): each row is a frame that is an error on an open stream.
    @Test(arguments: [
        ("WINDOW_UPDATE of 0", 8, "00000000", true), ("WINDOW_UPDATE that overflows", 8, "7fffffff", true),
        ("DATA behind the end", 0, "61", true), ("HEADERS behind the end", 1, "82", true),
        ("PRIORITY of the wrong length", 2, "00", true), ("PRIORITY on itself", 2, "000000010f", true),
    ])
    func `streams that we are made to reset`(name: String, type: Int, hex: String, end: Bool) throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2(options: ["--quiet"])
        try client.requests(5_000, "GET", "/never", end: end, then: type, hex: hex)
        let goodbye = try #require(try client.waitForEnd())
        #expect(goodbye.code != 0, "\(goodbye)")
        #expect(origin.requests.count < 400, "\(origin.requests.count) reached the origin")
        #expect(try gateway.get("/").status == 200)
    }

    @Test func `content beyond its length, again and again`() throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2(options: ["--quiet"])
        try client.requests(
            5_000,
            "POST",
            "/never",
            fields: [["content-length", "1"]],
            end: false,
            then: 0,
            hex: "616161"
        )
        try expectCalm(gateway, client, "refusal")
    }

    @Test func `malformed requests, again and again`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2(options: ["--quiet"])
        try client.requests(5_000, "GET", "/bad", fields: [["connection", "close"]])
        try expectCalm(gateway, client, "refusal")
        #expect(!origin.requests.contains { $0.target == "/bad" })
    }

    @Test func `streams beyond the limit, again and again`() throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin, more: "limits { streams 2 }")
        let client = try gateway.connectH2(options: ["--quiet"])
        try client.requests(5_000, "GET", "/never")
        try expectCalm(gateway, client, "refusal")
        #expect(origin.requests.count <= 3)
    }

    // MARK: Frames that cost us and not them

    @Test(arguments: [
        ("PING", 6, 0, 0, "0000000000000000", "ping"), ("SETTINGS", 4, 0, 0, "", "settings"),
        ("SETTINGS that change", 4, 0, 0, "000100000000", "settings"), ("PRIORITY", 2, 0, 3, "000000000f", "priority"),
        ("WINDOW_UPDATE", 8, 0, 0, "00000001", "window_update"),
        ("unknown frames", 0x77, 0, 0, "6869", "unknown_frame"),
        ("unknown frames of streams", 0xfe, 0, 9, "", "unknown_frame"),
    ])
    func `a flood of`(name: String, type: Int, flags: Int, stream: Int, hex: String, reason: String) throws {
        let gateway = try TestGateway(fronting: try Origin())
        let client = try gateway.connectH2(options: ["--quiet"])
        try client.frame(type, flags: flags, stream: stream, hex: hex, times: 20_000)
        try expectCalm(gateway, client, reason)
    }

    @Test func `a flood of PING that nobody reads the answers of`() throws {
        let gateway = try TestGateway(fronting: try Origin())
        let before = gateway.residentKiB
        let client = try TestClient(port: gateway.port(), receiveBuffer: 4_096)
        let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]
        let ping: [UInt8] = [0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
        try client.send(preface)
        let pings = Array(repeating: ping, count: 1_000).flatMap { $0 }
        #expect(client.sendUntilStuck(pings, limit: 64 << 20) < 64 << 20)
        #expect(gateway.residentKiB - before < 8_192)
        #expect(try gateway.get("/").status == 200)
    }

    @Test func `a flood of empty DATA`() throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2(options: ["--quiet"])
        try client.request(1, "POST", "/echo", end: false)
        try client.frame(0, stream: 1, times: 20_000)
        try expectCalm(gateway, client, "empty_frame")
        #expect(!origin.requests.contains { $0.target == "/echo" && $0.isWhole })
    }

    @Test func `a flood of DATA that is all padding`() throws {
        let gateway = try TestGateway(fronting: try Origin(.byPath(Gate())))
        let client = try gateway.connectH2(options: ["--quiet"])
        try client.request(1, "POST", "/echo", end: false)
        try client.frame(0, flags: 8, stream: 1, hex: "0100", times: 20_000)
        try expectCalm(gateway, client, "empty_frame")
    }

    @Test func `a flood of CONTINUATION`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let before = gateway.residentKiB
        let client = try gateway.connectH2()
        try client.settle()
        try client.send(Self.openHeaders)
        // `x: y`, a literal without indexing.
        try client.frame(9, stream: 1, hex: "0001780179", times: 20_000)
        try expectCalm(gateway, client, "continuation")
        #expect(gateway.residentKiB - before < 8_192)
        #expect(origin.requests.count == 1, "the one that shows that others are served")
    }

    @Test func `a flood of empty CONTINUATION`() throws {
        let gateway = try TestGateway(fronting: try Origin())
        let client = try gateway.connectH2()
        try client.settle()
        try client.send(Self.openHeaders)
        try client.frame(9, stream: 1, times: 20_000)
        let goodbye = try client.waitForEnd()
        #expect(goodbye?.code == Self.calm, "\(String(describing: goodbye))")
        try gateway.metrics("the flood to be counted") {
            $0.total(["reason": "continuation"]) + $0.total(["reason": "empty_frame"]) > 0
        }
    }

    @Test func `CONTINUATION of large pieces is bounded in bytes`() throws {
        let gateway = try TestGateway(fronting: try Origin())
        let before = gateway.residentKiB
        let client = try gateway.connectH2()
        try client.settle()
        try client.send(Self.openHeaders)
        // `x: aaa…`, 16,000 bytes a piece: name and value lengths by RFC 7541, 5.1.
        let field = "0001787fff7b" + String(repeating: "61", count: 15_998)
        try client.frame(9, stream: 1, hex: field, times: 200)
        let goodbye = try client.waitForEnd()
        #expect(goodbye?.code == Self.calm, "\(String(describing: goodbye))")
        #expect(gateway.residentKiB - before < 8_192)
    }

    // MARK: Small on the wire, large behind it

    /// One entry of the dynamic table, then thousands of references to it (RFC 7541, 7.3).
    private static func bomb(_ first: String, references: Int) -> String {
        first + String(repeating: "be", count: references)
    }

    /// `GET http://a/` from the static table, with a literal authority.
    private static let head = "828684410161"
    private static let large = "400178" + "7fa11e" + String(repeating: "61", count: 4_000)

    @Test(arguments: [
        ("a field of 4,000 bytes, 10,000 times", head + bomb(large, references: 10_000)),
        ("an empty cookie, 12,000 times", head + bomb("6000", references: 12_000)),
        ("a short cookie, 12,000 times", head + bomb("6003613d62", references: 12_000)),
        ("nothing but :method, 12,000 times", String(repeating: "82", count: 12_000)),
    ])
    func `a small header block that means a large one`(name: String, hex: String) throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let before = gateway.residentKiB
        let client = try gateway.connectH2()
        try client.send(["do": "block", "stream": 1, "hex": hex, "end": true])
        let answer = try client.answer(1)
        let isCalm = client.frames("GoAway").last?.code == Self.calm
        #expect(answer.status == 431 || answer.status == 400 || answer.resetCode != nil || isCalm, "\(answer)")
        #expect(gateway.residentKiB - before < 8_192)
        #expect(origin.requests.isEmpty)
        #expect(try gateway.get("/").status == 200)
    }

    @Test func `bombs, again and again, spend the budget`() throws {
        let gateway = try TestGateway(fronting: try Origin())
        let before = gateway.residentKiB
        let client = try gateway.connectH2(options: ["--quiet"])
        for stream in stride(from: 1, to: 400, by: 2) {
            try client.send(
                [
                    "do": "block", "stream": stream, "hex": Self.head + Self.bomb(Self.large, references: 4_000),
                    "end": true,
                ])
        }
        #expect(try client.waitForEnd()?.code == Self.calm)
        #expect(gateway.residentKiB - before < 8_192)
    }

    @Test(arguments: [(40, 1_000, "limits.head"), (150, 5, "limits.fields")])
    func `a header list that is too large is told the limit`(count: Int, size: Int, limit: String) throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        let value = String(repeating: "v", count: size)
        try client.request(1, fields: (0..<count).map { ["x-\($0)", value] })
        let answer = try client.answer(1)
        #expect(answer.status == 431, "\(answer)")
        #expect(answer.text.contains(limit), "\(answer)")
        #expect(answer.fields["l5d-err"] != nil)
        #expect(origin.requests.isEmpty)
        #expect(try client.get(3).status == 200, "the connection lives, and so does its table")
    }

    @Test func `a table size that we never allowed is a compression error`() throws {
        let gateway = try TestGateway(fronting: try Origin())
        let client = try gateway.connectH2()
        try client.send(["do": "block", "stream": 1, "hex": "3fe1ff3f" + Self.head, "end": true])
        #expect(try client.waitForEnd()?.code == 9)
    }

    @Test func `changing the table size with each block is borne`() throws {
        let gateway = try TestGateway(fronting: try Origin())
        let client = try gateway.connectH2()
        for stream in stride(from: 1, to: 40, by: 2) {
            try client.send([
                "do": "block", "stream": stream, "hex": "203f e11f".replacing(" ", with: "") + Self.head, "end": true,
            ])
            #expect(try client.answer(stream).status == 200)
        }
    }

    // MARK: Readers and writers that do not

    @Test func `a reader without a window is bounded in time and memory`() throws {
        let origin = try Origin(.gigantic(64 << 20))
        let gateway = try TestGateway(fronting: origin, more: "limits { write-idle 300ms }")
        let before = gateway.residentKiB
        let client = try gateway.connectH2(settings: ["INITIAL_WINDOW_SIZE": 0])
        try client.requests(50)
        try eventually("every stream to be given up") {
            client.frames("RstStream").count == 50 || client.peer.events.last?.event == "end"
        }
        #expect(gateway.residentKiB - before < 32_768)
        try eventually("the origin to be let go") { origin.openConnectionCount == 0 }
    }

    @Test func `a reader that gives a byte at a time does not hold a stream for ever`() throws {
        let origin = try Origin(.gigantic(64 << 20))
        let gateway = try TestGateway(fronting: origin, settings: "timeout 500ms")
        let client = try gateway.connectH2(settings: ["INITIAL_WINDOW_SIZE": 0])
        try client.request(1)
        try eventually("the stream to end") {
            try? client.send(["do": "window_update", "stream": 1, "increment": 1])
            return !client.frames("RstStream").isEmpty || client.peer.events.last?.event == "end"
        }
    }

    @Test func `a head that is never finished is cut by time`() throws {
        let gateway = try TestGateway(fronting: try Origin(), more: "limits { head-time 200ms }")
        let client = try gateway.connectH2()
        try client.settle()
        try client.send(Self.openHeaders)
        try client.waitForEnd()
        try gateway.metrics("the cut to be counted") { $0.total(["reason": "head_timeout"]) > 0 }
    }

    @Test func `so is a preface`() throws {
        let gateway = try TestGateway(fronting: try Origin(), more: "limits { head-time 200ms; keep-alive 200ms }")
        let client = try gateway.connect()
        try client.send("PRI * HTTP/2.0\r\n\r\nSM")
        _ = try client.waitForEnd()
    }

    @Test func `a body that stops coming is answered with 408, and the connection lives`() throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin, more: "limits { body-idle 200ms }")
        let client = try gateway.connectH2()
        try client.request(1, "POST", "/echo", fields: [["content-length", "100"]], end: false)
        try client.data(1, "some", end: false)
        let answer = try client.answer(1)
        #expect(answer.status == 408, "\(answer)")
        #expect(answer.text.contains("limits.body-idle"))
        #expect(try client.get(3).status == 200)
        #expect(!origin.requests.contains { $0.target == "/echo" && $0.isWhole })
    }

    @Test func `a body beyond the limit is answered with 413`() throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin, more: "limits { body 1KiB }")
        let client = try gateway.connectH2()
        try client.request(1, "POST", "/echo", fields: [["content-length", "2000"]], end: false)
        #expect(try client.answer(1).status == 413)
        try client.request(3, "POST", "/echo", end: false)
        try client.data(3, "x", times: 5_000)
        let answer = try client.answer(3)
        #expect(answer.status == 413, "\(answer)")
        #expect(answer.text.contains("limits.body"))
        #expect(!origin.requests.contains { $0.target == "/echo" && $0.isWhole })
        #expect(try client.get(5).status == 200)
    }

    // MARK: The budget itself

    @Test func `the budget is what the configuration says`() throws {
        let gateway = try TestGateway(
            fronting: try Origin(),
            more: "limits { misbehaviour 20 { refill 0/s; control 4 } }"
        )
        let client = try gateway.connectH2()
        // Our own SETTINGS and their ACK count among the control frames.
        try client.send(["do": "ping", "times": 8])
        let goodbye = try #require(try client.waitForEnd())
        #expect(goodbye.code == Self.calm, "\(goodbye)")
        #expect(client.frames("Ping").count < 8)
    }

    @Test func `honest cancels spend nothing that work does not earn`() throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        for stream in stride(from: 1, to: 400, by: 4) {
            try client.request(stream, "GET", "/never")
            #expect(try client.get(stream + 2).status == 200)
            try client.reset(stream)
        }
        #expect(try client.isAlive())
        #expect(client.frames("GoAway").isEmpty)
    }

    // MARK: No HTTP/2 at all

    @Test(arguments: [
        ("a wrong preface", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"),
        ("no SETTINGS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\u{8}\u{6}\0\0\0\0\012345678"),
        ("an oversized frame", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0" + "\u{7F}~~\0\0\0\0\0\u{1}"),
    ])
    func `what is no HTTP 2 ends the connection`(name: String, text: String) throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connect()
        try client.send(text)
        client.finishSending()
        _ = try client.waitForEnd()
        #expect(origin.requests.isEmpty)
        #expect(try gateway.connectH2().get(1).status == 200)
    }
}
