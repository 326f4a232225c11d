// Does the upstream get what was understood, and nothing else?

import Testing

@testable import Proxy

@Suite struct RequestWriterTests {
    @Test func `the path goes on as it was routed, the query as it came`() throws {
        let head = try forwardedHead(["GET /a/%2e/b//c?x=%2e&y HTTP/1.1", "Host: h:81"])
        #expect(head[0] == "GET /a/b/c?x=%2e&y HTTP/1.1")
        #expect(head[1] == "host: h:81")
    }

    @Test func `the asterisk stays an asterisk`() throws {
        #expect(try forwardedHead(["OPTIONS * HTTP/1.1", "Host: h"])[0] == "OPTIONS * HTTP/1.1")
    }

    @Test func `an absolute target becomes a path and a host`() throws {
        let head = try forwardedHead(["GET http://h/x HTTP/1.1", "Host: h"])
        #expect(head.prefix(2) == ["GET /x HTTP/1.1", "host: h"])
    }

    @Test(arguments: [
        (["Content-Length: 12"], "content-length: 12"), (["Content-Length: 0"], "content-length: 0"),
        (["Transfer-Encoding: chunked"], "transfer-encoding: chunked"),
    ])
    func `the framing is written from what was understood`(row: (fields: [String], line: String)) throws {
        let head = try forwardedHead(["POST / HTTP/1.1", "Host: h"] + row.fields)
        #expect(head.filter { $0.hasPrefix("content-length") || $0.hasPrefix("transfer-encoding") } == [row.line])
    }

    @Test func `a request without body announces none`() throws {
        let head = try forwardedHead(["GET / HTTP/1.1", "Host: h"])
        #expect(!head.contains { $0.hasPrefix("content-length") || $0.hasPrefix("transfer-encoding") })
    }

    @Test func `fields of the connection end here, also those it names`() throws {
        let head = try forwardedHead([
            "GET / HTTP/1.1", "Host: h", "Connection: keep-alive, X-Own", "X-Own: 1", "Keep-Alive: 5", "TE: trailers",
            "Upgrade: x", "Proxy-Authorization: x", "X-Other: 2", "Accept:  */* ",
        ])
        let names = head.dropFirst().map { $0.prefix { $0 != ":" }.lowercased() }
        #expect(
            !names.contains {
                ["connection", "x-own", "keep-alive", "te", "upgrade", "proxy-authorization"].contains($0)
            }
        )
        #expect(head.contains("X-Other: 2") && head.contains("Accept: */*"))
        #expect(head.last == "via: 1.1 headgate")
    }

    @Test func `steering of other products passes only from trusted clients`() throws {
        let fields = ["GET / HTTP/1.1", "Host: h", "uber-trace-id: 1", "l5d-new: 1", "baggage: a=b", "X-Mine: 1"]
        let stranger = try forwardedHead(fields)
        #expect(!stranger.contains { $0.hasPrefix("uber") || $0.hasPrefix("l5d") || $0.hasPrefix("baggage") })
        #expect(stranger.contains("X-Mine: 1"))
        let friend = try forwardedHead(fields, isTrusted: true)
        #expect(friend.contains("uber-trace-id: 1") && friend.contains("baggage: a=b"))
    }

    @Test func `a trace context never passes as it came`() throws {
        let head = try forwardedHead(
            [
                "GET / HTTP/1.1", "Host: h", "b3: 0", "X-B3-TraceId: 1", "traceparent: 00-1-1-00", "tracestate: a=b",
                "l5d-sample: 1",
            ],
            isTrusted: true
        )
        #expect(!head.contains { $0.lowercased().hasPrefix("x-b3") || $0.hasPrefix("b3") || $0.hasPrefix("trace") })
        #expect(!head.contains { $0.hasPrefix("l5d-sample") })
    }

    /// RFC 9110, 10.1.1.
    @Test func `only a client that can wait for 100 has its expectation passed on`() throws {
        let modern = try forwardedHead(["POST / HTTP/1.1", "Host: h", "Content-Length: 1", "Expect: 100-continue"])
        #expect(modern.contains("Expect: 100-continue"))
        let old = try forwardedHead(["POST / HTTP/1.0", "Host: h", "Content-Length: 1", "Expect: 100-continue"])
        #expect(!old.contains { $0.hasPrefix("Expect") })
        #expect(old[0] == "POST / HTTP/1.1")
    }
}
