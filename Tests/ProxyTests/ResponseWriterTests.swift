// Does the client get an answer that it can read to its end?

import HTTP
import Testing

@testable import Proxy

/// RFC 9112, 6.
@Suite struct ResponseWriterTests {
    @Test(arguments: [
        (BodyFraming.none, HTTPVersion.http11, BodyFraming.none), (.length(3), .http10, .length(3)),
        (.chunked, .http11, .chunked), (.untilClose, .http11, .chunked), (.chunked, .http10, .untilClose),
        (.untilClose, .http10, .untilClose),
    ])
    func `a body leaves as its client can read it`(row: (BodyFraming, HTTPVersion, BodyFraming)) {
        #expect(ResponseWriter.framing(for: row.0, version: row.1) == row.2)
    }

    @Test func `the head is written from what was understood`() throws {
        let head = try answeredHead([
            "HTTP/1.1 201 Whatever", "Content-Length: 3", "Connection: x-own", "X-Own: 1", "Keep-Alive: 5", "X-Kept: 2",
        ])
        #expect(head == ["HTTP/1.1 201 Created", "X-Kept: 2", "content-length: 3", "via: 1.1 headgate"])
    }

    @Test func `the reason of an unknown status may be empty`() throws {
        #expect(try answeredHead(["HTTP/1.1 299 Own", "Content-Length: 0"])[0].hasPrefix("HTTP/1.1 299 "))
    }

    @Test func `what becomes of the connection is said where it is not the default`() throws {
        let lines = ["HTTP/1.1 200 OK", "Content-Length: 0"]
        #expect(try !answeredHead(lines).contains { $0.hasPrefix("connection") })
        #expect(try answeredHead(lines, keepsAlive: false).last == "connection: close")
        #expect(try answeredHead(lines, version: .http10).last == "connection: keep-alive")
    }

    @Test func `an answer to HEAD announces the length that GET would have`() throws {
        #expect(
            try answeredHead(["HTTP/1.1 200 OK", "Content-Length: 99"], method: .head).contains("content-length: 99")
        )
        let none = try answeredHead(["HTTP/1.1 200 OK"], method: .head)
        #expect(!none.contains { $0.hasPrefix("content-length") || $0.hasPrefix("transfer-encoding") })
    }

    @Test func `a stream is told the length that was announced, also of nothing`() throws {
        let lines = ["HTTP/1.1 200 OK", "Content-Length: 0"]
        #expect(try answeredHead(lines, version: .http2).contains("content-length: 0"))
    }

    @Test func `without a length the client gets chunks`() throws {
        #expect(try answeredHead(["HTTP/1.1 200 OK"]).contains("transfer-encoding: chunked"))
        let old = try answeredHead(["HTTP/1.1 200 OK"], version: .http10, keepsAlive: false)
        #expect(!old.contains { $0.hasPrefix("transfer-encoding") })
    }
}
