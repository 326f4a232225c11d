// Does anything ambiguous reach an upstream?

import TestSupport
import Testing

/// RFC 9112, 2.2, 3, 5, 6 and 11.2; RFC 9110, 5 and 7.
@Suite struct SmugglingTests {
    /// A message that two readers could understand differently, with the status that refuses it.
    struct Ambiguity: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let status: Int

        init(_ name: String, _ text: String, status: Int = 400) {
            self.name = name
            bytes = Array(text.utf8)
            self.status = status
        }

        var testDescription: String { name }
    }

    private static func post(_ name: String, _ fields: String, body: String = "0\r\n\r\n", status: Int = 400)
        -> Ambiguity
    {
        Ambiguity(name, "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)", status: status)
    }

    private static func field(_ name: String, _ line: String) -> Ambiguity {
        Ambiguity(name, "GET / HTTP/1.1\r\nHost: a\r\n\(line)\r\n\r\n")
    }

    private static func host(_ name: String, _ value: String) -> Ambiguity {
        Ambiguity(name, "GET / HTTP/1.1\r\nHost: \(value)\r\n\r\n")
    }

    private static func line(_ name: String, _ line: String, status: Int = 400) -> Ambiguity {
        Ambiguity(name, "\(line)\r\nHost: a\r\n\r\n", status: status)
    }

    static let heads: [Ambiguity] = [
        // Framing.
        post("length then transfer-encoding", "Content-Length: 5\r\nTransfer-Encoding: chunked"),
        post("transfer-encoding then length", "Transfer-Encoding: chunked\r\nContent-Length: 5"),
        post("two equal lengths", "Content-Length: 5\r\nContent-Length: 5", body: "hello"),
        post("two lengths", "Content-Length: 5\r\nContent-Length: 6", body: "hello"),
        post("a list of lengths", "Content-Length: 5, 5", body: "hello"),
        post("a length with a sign", "Content-Length: +5", body: "hello"),
        post("a negative length", "Content-Length: -5"),
        post("a hexadecimal length", "Content-Length: 0x5", body: "hello"),
        post("a length with a fraction", "Content-Length: 5.0", body: "hello"),
        post("a length with an inner space", "Content-Length: 5 5", body: "hello"),
        post("an empty length", "Content-Length:"),
        post("a length beyond 64 bits", "Content-Length: 18446744073709551616"),
        post("chunked twice", "Transfer-Encoding: chunked, chunked", status: 501),
        post("two transfer-encoding lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
        post("identity", "Transfer-Encoding: identity", status: 501),
        post("an unknown coding", "Transfer-Encoding: xchunked", status: 501),
        post("a coding before chunked", "Transfer-Encoding: gzip, chunked", status: 501),
        post("a vertical tab before chunked", "Transfer-Encoding: \u{0B}chunked"),
        post("chunked in quotes", "Transfer-Encoding: \"chunked\"", status: 501),
        post("an empty transfer-encoding", "Transfer-Encoding:", status: 501),
        Ambiguity(
            "chunks in HTTP/1.0",
            "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),

        // Lines.
        Ambiguity("bare line feeds", "GET / HTTP/1.1\nHost: a\n\n"),
        Ambiguity("one bare line feed", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"),
        Ambiguity("a bare line feed at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n"),
        field("a bare carriage return in a value", "X: a\rb"),
        field("a NUL in a value", "X: a\u{0}b"),
        field("a NUL in a name", "X\u{0}Y: a"),
        field("a control byte in a value", "X: a\u{1}b"),
        field("a DEL in a value", "X: a\u{7F}b"),
        field("a folded line", "X: a\r\n b"),
        field("a line folded with a tab", "X: a\r\n\tb"),
        Ambiguity("a space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
        field("a space before the colon", "Content-Length : 5"),
        field("a tab before the colon", "Transfer-Encoding\t: chunked"),
        field("no colon", "JustAName"),
        field("no name", ": value"),
        field("a space in a name", "Na me: value"),
        field("a bracket in a name", "Name(: value"),
        field("a name that is not ASCII", "N\u{E4}me: value"),

        // The request line.
        line("two spaces", "GET  / HTTP/1.1"),
        line("a tab", "GET\t/\tHTTP/1.1"),
        line("a trailing space", "GET / HTTP/1.1 "),
        line("a leading space", " GET / HTTP/1.1"),
        line("a bad method", "GE(T / HTTP/1.1"),
        line("no method", "/ HTTP/1.1"),
        line("no version", "GET /"),
        line("a version in small letters", "GET / http/1.1"),
        line("a version without a minor number", "GET / HTTP/1"),
        line("a version with too many digits", "GET / HTTP/1.10"),
        line("HTTP/2.0 in words", "GET / HTTP/2.0", status: 505),
        line("HTTP/0.9 in words", "GET / HTTP/0.9", status: 505),
        line("a target without a slash", "GET path HTTP/1.1"),
        line("a fragment", "GET /a#b HTTP/1.1"),
        line("an asterisk for GET", "GET * HTTP/1.1"),
        line("CONNECT", "CONNECT a:443 HTTP/1.1", status: 405),
        line("an unknown scheme", "GET ftp://a/ HTTP/1.1"),
        line("user information", "GET http://user@a/ HTTP/1.1"),
        line("a target for another host", "GET http://b/ HTTP/1.1"),
        line("a target for another port", "GET http://a:81/ HTTP/1.1"),
        line("bytes that are not ASCII", "GET /\u{E4} HTTP/1.1"),

        // The host.
        Ambiguity("no Host", "GET / HTTP/1.1\r\nX: y\r\n\r\n"),
        Ambiguity("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        Ambiguity("two different Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        host("an empty Host", ""),
        host("a list of hosts", "a, b"),
        host("a space in the host", "a b"),
        host("a path in the host", "a/b"),
        host("user information in the host", "user@a"),
        host("a port that is too large", "a:65536"),
        host("a port that is no number", "a:http"),
        host("an open bracket", "[::1"),
        host("a host with a control byte", "a\u{1}"),
        host("a percent sign", "a%20b"),
    ]

    @Test(arguments: heads)
    func `an ambiguous head is refused, and nothing reaches the origin`(_ row: Ambiguity) throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()

        try client.send(row.bytes + Array(TestClient.head("GET", "/smuggled").utf8))

        let answer = try client.answer()
        #expect(answer.status == row.status, "\(answer)")
        #expect(answer.fields["Connection"]?.lowercased() == "close")
        #expect(try client.waitForEnd().isEmpty, "something came after the refusal")
        #expect(origin.requests.isEmpty)
    }

    /// The head was good and may be on its way already; the origin must not take the request for complete.
    static let bodies: [Ambiguity] = [
        ("no hexadecimal digit", "g\r\nhello\r\n0\r\n\r\n"), ("a sign", "+5\r\nhello\r\n0\r\n\r\n"),
        ("a negative size", "-5\r\nhello\r\n0\r\n\r\n"), ("a prefix", "0x5\r\nhello\r\n0\r\n\r\n"),
        ("a leading space", " 5\r\nhello\r\n0\r\n\r\n"), ("a trailing space", "5 \r\nhello\r\n0\r\n\r\n"),
        ("an empty size", "\r\nhello\r\n0\r\n\r\n"), ("17 digits", "00000000000000005\r\nhello\r\n0\r\n\r\n"),
        ("a size beyond 64 bits", "fffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
        ("a bare line feed behind the size", "5\nhello\r\n0\r\n\r\n"),
        ("a bare line feed behind the data", "5\r\nhello\n0\r\n\r\n"), ("too much data", "5\r\nhello!\r\n0\r\n\r\n"),
        ("a bare line feed in an extension", "5;a\nb\r\nhello\r\n0\r\n\r\n"),
        ("a control byte in an extension", "5;a=\u{1}\r\nhello\r\n0\r\n\r\n"),
        ("a folded trailer", "5\r\nhello\r\n0\r\nX: y\r\n z\r\n\r\n"),
        ("a space before the colon of a trailer", "5\r\nhello\r\n0\r\nX : y\r\n\r\n"),
        ("a bare line feed in the trailers", "5\r\nhello\r\n0\r\nX: y\n\r\n"),
        ("a bare line feed at the end", "5\r\nhello\r\n0\r\n\n"),
    ].map { Ambiguity($0.0, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + $0.1) }

    @Test(arguments: bodies)
    func `an ambiguous chunk is refused, and the origin never sees a whole request`(_ row: Ambiguity) throws {
        let origin = try Origin(.echo)
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()

        try client.send(row.bytes + Array(TestClient.head("GET", "/smuggled").utf8))

        let answer = try client.answer(to: "POST")
        #expect(answer.status == 400, "\(answer)")
        #expect(try client.waitForEnd().isEmpty, "something came after the refusal")
        #expect(!origin.requests.contains { $0.target == "/smuggled" })
        try eventually("the gateway to let go of the origin") { origin.openConnectionCount == 0 }
        #expect(!origin.requests.contains { $0.isWhole })
    }

    @Test func `a body that the client breaks off is never whole at the origin`() throws {
        for text in ["Content-Length: 10\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\na\r\nhalf"] {
            let origin = try Origin(.echo)
            let gateway = try TestGateway(to: origin)
            let client = try gateway.connect()
            try client.send("POST / HTTP/1.1\r\nHost: a\r\n" + text)
            _ = try origin.request()

            client.close()

            try eventually("the gateway to let go of the origin") { origin.openConnectionCount == 0 }
            #expect(!origin.requests.contains { $0.isWhole })
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nhost: a\r\n\r\n", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:\ta \t\r\n\r\n", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
        "GET http://A:80/ HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n",
        "PURGE / HTTP/1.1\r\nHost: a\r\n\r\n",
    ])
    func `what is unusual but clear is served`(text: String) throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin)
        let answer = try gateway.connect().ask(text, method: "GET")
        #expect(answer.status == 200, "\(answer)")
        #expect(origin.requests.count == 1)
    }

    @Test func `the asterisk of OPTIONS is no path: the gateway answers for itself`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        #expect(try (200...204).contains(client.ask("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").status))
        #expect(origin.requests.isEmpty)
        #expect(try client.get("/").status == 200)
    }

    @Test func `a refusal is a number in the metrics, by its reason`() throws {
        let gateway = try TestGateway(to: try Origin())
        _ = try gateway.connect().ask("GET / HTTP/1.1\nHost: a\n\n")
        _ = try gateway.connect().ask("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n")
        try gateway.metrics("the refusals to be counted") {
            $0.sum("headgate_requests_refused_total", ["reason": "malformed"]) == 1
                && $0.sum("headgate_requests_refused_total", ["reason": "method"]) == 1
        }
    }
}
