// Can anything be injected on the way from HTTP/2 to HTTP/1?

import TestSupport
import Testing

/// RFC 9113, 8.1.1, 8.2, 8.3, 10.3.
@Suite struct H2TranslationTests {
    /// A request that must not reach anybody: its field lines, in order, byte for byte.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let fields: [[String]]
        var body: String?
        var trailers: [[String]] = []
        var testDescription: String { name }
    }

    /// Rows of a kind share a connection, which shows that it lives on.
    struct Kind: Sendable, CustomTestStringConvertible {
        let name: String
        let rows: [Row]
        var testDescription: String { name }
    }

    private static func head(
        method: String? = "GET",
        scheme: String? = "http",
        authority: String? = "a",
        path: String? = "/",
        _ fields: [[String]] = []
    ) -> [[String]] {
        let pseudo: [(String, String?)] = [
            (":method", method), (":scheme", scheme), (":authority", authority), (":path", path),
        ]
        return pseudo.compactMap { pair in pair.1.map { [pair.0, $0] } } + fields
    }

    private static func field(_ name: String, _ line: [String]) -> Row { Row(name: name, fields: head([line])) }

    private static func path(_ name: String, _ path: String) -> Row { Row(name: name, fields: head(path: path)) }

    private static func method(_ name: String, _ method: String) -> Row {
        Row(name: name, fields: head(method: method))
    }

    private static func authority(_ name: String, _ authority: String) -> Row {
        Row(name: name, fields: head(authority: authority))
    }

    private static func content(
        _ name: String,
        _ fields: [[String]],
        _ body: String,
        trailers: [[String]] = []
    ) -> Row {
        Row(name: name, fields: head(method: "POST", fields), body: body, trailers: trailers)
    }

    static let kinds: [Kind] = [
        Kind(
            name: "pseudo-header fields",
            rows: [
                Row(name: "no method", fields: head(method: nil)), Row(name: "no scheme", fields: head(scheme: nil)),
                Row(name: "no path", fields: head(path: nil)), Row(name: "no authority", fields: head(authority: nil)),
                Row(name: "an empty path", fields: head(path: "")),
                Row(name: "an empty method", fields: head(method: "")),
                Row(name: "two methods", fields: head([[":method", "POST"]])),
                Row(name: "two equal paths", fields: [[":path", "/"]] + head()),
                Row(name: "two authorities", fields: [[":authority", "b"]] + head()),
                Row(name: "two schemes", fields: [[":scheme", "http"]] + head()),
                Row(name: "one behind a field", fields: head(path: nil, [["x", "y"], [":path", "/"]])),
                Row(name: "an unknown one", fields: [[":version", "1"]] + head()),
                Row(name: "the answer's", fields: [[":status", "200"]] + head()),
                Row(name: ":protocol without CONNECT", fields: [[":protocol", "websocket"]] + head()),
                Row(name: "in upper case", fields: [[":METHOD", "GET"]] + head(method: nil)),
            ]
        ),
        Kind(
            name: "scheme and CONNECT",
            rows: [
                Row(name: "scheme of another kind", fields: head(scheme: "ftp")),
                Row(name: "a scheme of two lines", fields: head(scheme: "http\r\nx: y")),
                Row(name: "a scheme with a path", fields: head(scheme: "http://b/?")),
                Row(name: "https on a plain connection", fields: head(scheme: "https")),
                Row(name: "CONNECT", fields: [[":method", "CONNECT"], [":authority", "a:443"]]),
                Row(name: "CONNECT with a path", fields: head(method: "CONNECT")),
                Row(
                    name: "extended CONNECT that is off",
                    fields: [[":protocol", "websocket"]] + head(method: "CONNECT")
                ),
            ]
        ),
        Kind(
            name: "lines in values",
            rows: [
                field("CR LF and a field", ["x", "y\r\nx-evil: 1"]), field("CR LF alone", ["x", "y\r\n"]),
                field("LF", ["x", "y\nx-evil: 1"]), field("CR", ["x", "y\rz"]), field("NUL", ["x", "y\0z"]),
                field("a request", ["x", "y\r\n\r\nGET /smuggled HTTP/1.1\r\nhost: a\r\n\r\n"]),
                field("a control byte", ["x", "y\u{1}z"]), field("DEL", ["x", "y\u{7F}z"]),
                field("a cookie of two lines", ["cookie", "a=b\r\nx-evil: 1"]),
                field("a space before", ["x", " y"]), field("a tab behind", ["x", "y\t"]),
                field("a user agent of two lines", ["user-agent", "a\nb"]),
            ]
        ),
        Kind(
            name: "names",
            rows: [
                field("upper case", ["X-Upper", "y"]), field("one upper letter", ["hosT", "a"]),
                field("empty", ["", "y"]),
                field("a space", ["x y", "z"]), field("a colon", ["x:y", "z"]),
                field("a colon at the end", ["x:", "z"]),
                field("CR LF", ["x\r\nx-evil: 1\r\ny", "z"]), field("LF", ["x\ny", "z"]), field("NUL", ["x\0", "z"]),
                field("a bracket", ["x(", "z"]), field("not ASCII", ["x\u{E4}", "z"]), field("a tab", ["x\t", "z"]),
                field("transfer-encoding with a space", ["transfer-encoding ", "chunked"]),
            ]
        ),
        Kind(
            name: "fields of a connection",
            rows: [
                field("connection", ["connection", "close"]), field("keep-alive", ["keep-alive", "timeout=5"]),
                field("proxy-connection", ["proxy-connection", "keep-alive"]), field("upgrade", ["upgrade", "h2c"]),
                field("transfer-encoding", ["transfer-encoding", "chunked"]),
                field("transfer-encoding identity", ["transfer-encoding", "identity"]),
                field("te gzip", ["te", "gzip"]), field("te trailers and more", ["te", "trailers, chunked"]),
                content(
                    "chunked with content",
                    [["transfer-encoding", "chunked"]],
                    "0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n"
                ),
            ]
        ),
        Kind(
            name: "authority and host",
            rows: [
                field("another host", ["host", "b"]),
                Row(name: "two hosts", fields: head([["host", "a"], ["host", "a"]])),
                Row(name: "an empty host alone", fields: head(authority: nil, [["host", ""]])),
                authority("empty", ""), authority("user information", "user@a"), authority("a space", "a b"),
                authority("a slash", "a/b"), authority("CR LF", "a\r\nx-evil: 1"), authority("a bad port", "a:b"),
                authority("a large port", "a:65536"), authority("a question mark", "a?b"), authority("a hash", "a#b"),
                authority("an open bracket", "[::1"), authority("a list", "a,b"), authority("a NUL", "a\0"),
            ]
        ),
        Kind(
            name: "paths",
            rows: [
                path("no slash", "x"), path("absolute", "http://b/"), path("a space", "/a b"),
                path("a version", "/ HTTP/1.1\r\nx-evil: 1\r\ny: "), path("CR LF", "/a\r\nb"), path("LF", "/a\nb"),
                path("NUL", "/a\0b"), path("encoded NUL", "/a%00b"), path("a hash", "/a#b"),
                path("a backslash", "/a\\b"),
                path("above the root", "/../b"), path("above the root, encoded", "/%2e%2e/b"),
                path("a bad escape", "/%zz"),
                path("a cut escape", "/%4"), path("asterisk", "*"), path("DEL", "/\u{7F}"),
                path("not ASCII", "/\u{E4}"),
                path("a control byte in the query", "/?a\u{1}b"), path("a space in the query", "/?a b"),
            ]
        ),
        Kind(
            name: "methods",
            rows: [
                method("a space", "GET /smuggled"), method("a line", "GET / HTTP/1.1\r\nx: y\r\n\r\nGET"),
                method("CR LF", "GET\r\n"),
                method("a NUL", "GET\0"), method("a colon", "GET:"), method("a bracket", "GET("),
                method("a tab", "GET\t"),
            ]
        ),
        Kind(
            name: "length and content",
            rows: [
                content("more than its length", [["content-length", "5"]], "more than five"),
                content("less than its length", [["content-length", "50"]], "less"),
                content("two lengths", [["content-length", "5"], ["content-length", "6"]], "hello"),
                content("two equal lengths", [["content-length", "5"], ["content-length", "5"]], "hello"),
                content("a list of lengths", [["content-length", "5, 5"]], "hello"),
                content("a sign", [["content-length", "+5"]], "hello"),
                content("a negative length", [["content-length", "-5"]], "hello"),
                content("hexadecimal", [["content-length", "0x5"]], "hello"),
                content("an empty length", [["content-length", ""]], "hello"),
                content("beyond 64 bits", [["content-length", "18446744073709551621"]], "hello"),
                Row(name: "a length without content", fields: head(method: "POST", [["content-length", "5"]])),
            ]
        ),
        Kind(
            name: "trailers",
            rows: [
                content("a pseudo-header field", [], "hello", trailers: [[":path", "/evil"]]),
                content("a status", [], "hello", trailers: [[":status", "200"]]),
                content("upper case", [], "hello", trailers: [["X-Upper", "a"]]),
                content("CR LF", [], "hello", trailers: [["x", "y\r\nx-evil: 1"]]),
                content("connection", [], "hello", trailers: [["connection", "close"]]),
                content("a bad name", [], "hello", trailers: [["x y", "z"]]),
                content("too few bytes", [["content-length", "9"]], "hello", trailers: [["x", "y"]]),
            ]
        ),
    ]

    /// An origin that notes whatever bytes come, whole or not.
    private static func origin() throws -> Origin { try Origin(.echo) }

    @Test(arguments: kinds)
    func `what could be understood in two ways is refused, and the connection lives`(kind: Kind) throws {
        let origin = try Self.origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        for (place, row) in kind.rows.enumerated() {
            let stream = 2 * place + 1
            try send(row, on: stream, of: client)
            let answer = try client.answer(stream)
            #expect([400, 403, 405, 501].contains(answer.status) || answer.resetCode == 1, "\(row.name): \(answer)")
        }
        // Content can be wrong only when its head has gone already; then no request may be whole.
        let streams = origin.requests.filter { $0.isWhole || !kind.hasContent }
        #expect(streams.isEmpty, "\(streams)")
        #expect(!origin.requests.contains { $0.rawHead.contains("evil") || $0.target.contains("smuggled") })
        #expect(origin.troubles.filter { !$0.contains("end") }.isEmpty, "\(origin.troubles)")
        try client.request(401, "GET", "/good")
        #expect(try client.answer(401).status == 200, "the connection lives")
        try gateway.metrics("every refusal to be counted") {
            $0.sum("headgate_requests_refused_total") >= Double(kind.rows.count)
        }
    }

    private func send(_ row: Row, on stream: Int, of client: H2Client) throws {
        try client.send(
            ["do": "headers", "stream": stream, "fields": row.fields, "end": row.body == nil, "literal": true])
        guard let body = row.body else { return }
        try client.frame(0, flags: row.trailers.isEmpty ? 1 : 0, stream: stream, hex: body.utf8.map(Self.hex).joined())
        guard !row.trailers.isEmpty else { return }
        try client.send(
            ["do": "headers", "stream": stream, "fields": row.trailers, "end": true, "literal": true])
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    @Test func `a 400 says in words what was wrong`() throws {
        let gateway = try TestGateway(fronting: try Origin())
        let answer = try gateway.connectH2().get(1, fields: [["connection", "close"]])
        #expect(answer.status == 400, "\(answer)")
        #expect(answer.text.contains("connection-specific"), "\(answer)")
        #expect(answer.fields["l5d-err"] == "connection_field")
    }

    @Test func `content behind a length of 0 goes nowhere, and is an error`() throws {
        let origin = try Self.origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.request(1, "POST", "/", fields: [["content-length", "0"]], end: false)
        try client.data(1, "GET /smuggled HTTP/1.1\r\nhost: a\r\n\r\n")
        // The request was complete without its content, so that its answer may be on its way.
        try eventually("a refusal") {
            client.frames("RstStream", stream: 1).first?.code == 1
                || client.frames("Headers", stream: 1).first?.field(":status") == "400"
        }
        #expect(origin.requests.allSatisfy { $0.target == "/" && $0.body.isEmpty }, "\(origin.requests)")
        #expect(try client.get(3).status == 200)
    }

    @Test func `a header block that is no HPACK ends the connection`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.send(["do": "block", "stream": 1, "hex": "ffffffffffff", "end": true])
        #expect(try client.waitForEnd()?.code == 9)
        #expect(origin.requests.isEmpty)
    }

    @Test func `trailers that do not end the stream are an error`() throws {
        let origin = try Self.origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.request(1, "POST", "/", end: false)
        try client.send(["do": "headers", "stream": 1, "fields": [["x", "y"]], "end": false])
        let answer = try client.answer(1)
        #expect(answer.status == 400 || answer.resetCode == 1, "\(answer)")
        #expect(!origin.requests.contains { $0.isWhole })
    }

    @Test func `a body that the client breaks off is never whole at the origin`() throws {
        for fields in [[["content-length", "10"]], []] {
            let origin = try Self.origin()
            let gateway = try TestGateway(fronting: origin)
            let client = try gateway.connectH2()
            try client.request(1, "POST", "/", fields: fields, end: false)
            try client.data(1, "half", end: false)
            _ = try origin.request()
            try client.reset(1)
            try eventually("the gateway to let go of the origin") { origin.openConnectionCount == 0 }
            #expect(!origin.requests.contains { $0.isWhole })
        }
    }

    @Test(arguments: [
        ("the same host twice", [["host", "a"]]), ("te trailers", [["te", "trailers"]]),
        ("an empty value", [["x", ""]]),
        ("bytes beyond ASCII in a value", [["x", "\u{E4}"]]), ("a tab inside", [["x", "a\tb"]]),
        ("many cookies", [["cookie", "a=1"], ["cookie", "b=2"]]), ("a length of 0", [["content-length", "0"]]),
    ])
    func `what is unusual but clear is served`(name: String, fields: [[String]]) throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.send(
            ["do": "headers", "stream": 1, "fields": Self.head(fields), "end": true, "literal": true])
        #expect(try client.answer(1).status == 200)
        #expect(origin.requests.count == 1)
    }

    @Test func `Host stands in for an authority that is missing`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.send(
            ["do": "headers", "stream": 1, "fields": Self.head(authority: nil, [["host", "a"]]), "end": true])
        #expect(try client.answer(1).status == 200)
        #expect(try origin.request().fields.all("Host") == ["a"])
    }

    @Test func `the trailers of framing and routing go nowhere`() throws {
        let origin = try Self.origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.request(1, "POST", "/", end: false)
        try client.data(1, "hello", end: false)
        try client.trailers(
            1,
            [["content-length", "0"], ["host", "evil"], ["authorization", "x"], ["x-kept", "yes"]]
        )
        _ = try client.answer(1)
        let trailers = try origin.wholeRequest().trailers
        #expect(trailers.names == ["x-kept"], "\(trailers)")
    }

    @Test func `a path reaches the origin as HTTP 1 would bring it`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        let paths = ["/a//b", "/a/./b", "/a/../b", "/%7Ea", "/a%2Fb", "/a;b=c", "/?q=%20", "/a%20b"]
        for (place, path) in paths.enumerated() {
            let h2 = try client.get(2 * place + 1, path).status
            let h1 = try gateway.get(path).status
            #expect(h1 == h2, "\(path)")
        }
        let targets = origin.requests.map(\.target)
        for pair in stride(from: 0, to: targets.count - 1, by: 2) { #expect(targets[pair] == targets[pair + 1]) }
    }

    @Test func `forwarded fields of strangers are not believed`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let answer = try gateway.connectH2().get(
            1,
            fields: [["x-forwarded-for", "6.6.6.6"], ["x-forwarded-proto", "https"]]
        )
        #expect(answer.status == 200)
        let request = try origin.request()
        #expect(request.fields["X-Forwarded-Proto"] == "http")
        #expect(request.fields.all("X-Forwarded-For").last?.hasSuffix("127.0.0.1") == true)
    }
}

extension H2TranslationTests.Kind {
    var hasContent: Bool { rows.contains { $0.body != nil } }
}
