// RFC 9112, 4 and 6.3: is a response head understood or refused, and where does its body end?

import Bytes
import HTTP
import Testing

/// A copy of everything that a parsed response head says.
private struct SeenResponse: Equatable {
    var status: Status
    var reason: String
    var version: HTTPVersion
    var fields: [String]
    var framing: BodyFraming
    var keepAlive: Bool
    var count: Int

    static func read(_ text: String, to method: Method = .get, limits: H1Limits = H1Limits()) -> Result<
        SeenResponse, H1Error
    > {
        read(Array(text.utf8), to: method, limits: limits)
    }

    static func read(_ bytes: [UInt8], to method: Method = .get, limits: H1Limits = H1Limits()) -> Result<
        SeenResponse, H1Error
    > {
        var head = ResponseHead(limits: limits)
        return bytes.withByteView { view in
            do throws(H1Error) {
                let count = try H1ResponseParser.parse(view, into: &head, requestMethod: method, limits: limits)
                return .success(
                    SeenResponse(
                        status: head.status,
                        reason: String(head.reason),
                        version: head.version,
                        fields: head.fields.lines,
                        framing: head.framing,
                        keepAlive: head.keepAlive,
                        count: count
                    )
                )
            } catch {
                return .failure(error)
            }
        }
    }
}

private let refused: [(head: String, fault: H1Error)] = [
    ("garbage", .malformedStatusLine), ("<html></html>\r\n\r\n", .malformedStatusLine),
    ("\r\nHTTP/1.1 200 OK\r\n\r\n", .malformedStatusLine),
    ("HTTP/1.1  200 OK\r\n\r\n", .malformedStatus), ("HTTP/1.1\t200 OK\r\n\r\n", .malformedStatusLine),
    ("HTTP/1.1 20 OK\r\n\r\n", .malformedStatus), ("HTTP/1.1 2000 OK\r\n\r\n", .malformedStatus),
    ("HTTP/1.1 099 X\r\n\r\n", .malformedStatus),
    ("HTTP/1.1 600 X\r\n\r\n", .malformedStatus), ("HTTP/1.1 +20 X\r\n\r\n", .malformedStatus),
    ("HTTP/1.1 2x0 X\r\n\r\n", .malformedStatus),
    ("HTTP/2.0 200 OK\r\n\r\n", .unsupportedVersion), ("HTTP/1.x 200 OK\r\n\r\n", .malformedVersion),
    ("http/1.1 200 OK\r\n\r\n", .malformedStatusLine),
    ("ICY 200 OK\r\nX: y\r\n\r\n", .malformedStatusLine), ("HTTP/1.1 200 O\u{0}K\r\n\r\n", .nulByte),
    ("HTTP/1.1 200 OK\nX: y\n\n", .bareLineFeed),
    ("HTTP/1.1 200 OK\r\n X: y\r\n\r\n", .foldedLine), ("HTTP/1.1 200 OK\r\nX : y\r\n\r\n", .spaceBeforeColon),
    ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", .lengthAndTransferEncoding),
    ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", .severalContentLengths),
    ("HTTP/1.1 200 OK\r\nContent-Length: 1,1\r\n\r\n", .invalidContentLength),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .unsupportedTransferEncoding),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", .severalTransferEncodings),
    ("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncodingInHTTP10),
]

private let accepted = [
    "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 404\r\nServer: x\r\n\r\n",
    "HTTP/1.0 302 Moved \u{e9}\t!\r\nLocation:/x\r\nX:\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
]

@Suite struct `Response head` {
    @Test func `the parts of a head are understood`() throws {
        let seen = try SeenResponse.read("HTTP/1.1 404 Not  Found\r\nContent-Length: 5\r\nX-One:1\r\n\r\nhello").get()
        #expect(seen.status == .notFound && seen.reason == "Not  Found" && seen.version == .http11)
        #expect(seen.fields == ["Content-Length: 5", "X-One: 1"] && seen.framing == .length(5) && seen.keepAlive)
        #expect(seen.count == 55)
    }

    @Test(arguments: refused)
    func `a malformed head is refused for its own reason`(head: String, fault: H1Error) {
        #expect(SeenResponse.read(head).fault == fault)
    }

    @Test(arguments: refused)
    func `a malformed head is never taken for another fault while it grows`(head: String, fault: H1Error) {
        let bytes = Array(head.utf8)
        for count in 0..<bytes.count {
            let seen = SeenResponse.read(Array(bytes.prefix(count))).fault
            #expect(seen == .incompleteHead || seen == fault, "\(count) bytes: \(String(describing: seen))")
        }
    }

    @Test(arguments: accepted)
    func `a head is the same whole, in pieces and with more behind it`(head: String) throws {
        let bytes = Array(head.utf8)
        let seen = try SeenResponse.read(head).get()
        #expect(try SeenResponse.read(head + "\u{0}body").get() == seen)
        for count in 0..<bytes.count {
            #expect(SeenResponse.read(Array(bytes.prefix(count))).fault == .incompleteHead)
            #expect(verdict(of: .response, on: bytes, cutAt: [count, bytes.count]) == .complete(bytes.count))
        }
    }

    /// RFC 9112, 6.3, in its order.
    @Test(arguments: [
        (Method.head, "200", "Content-Length: 9\r\n", BodyFraming.none, true),
        (.head, "200", "Transfer-Encoding: chunked\r\n", .none, true),
        (.head, "200", "", .none, true), (.get, "100", "", .none, true), (.get, "103", "", .none, true),
        (.get, "101", "Upgrade: x\r\n", .none, true),
        (.get, "204", "", .none, true), (.get, "204", "Content-Length: 0\r\n", .none, true),
        (.get, "204", "Content-Length: 9\r\n", .none, false),
        (.get, "204", "Transfer-Encoding: chunked\r\n", .none, false),
        (.get, "304", "Content-Length: 9\r\n", .none, true),
        (.get, "200", "Transfer-Encoding: chunked\r\n", .chunked, true),
        (.get, "200", "Content-Length: 0\r\n", .length(0), true),
        (.post, "500", "Content-Length: 7\r\nConnection: close\r\n", .length(7), false),
        (.get, "200", "", .untilClose, false),
        (.get, "200", "Connection: keep-alive\r\n", .untilClose, false),
    ])
    func `the end of the body follows from method, status and fields`(
        method: Method,
        status: String,
        fields: String,
        framing: BodyFraming,
        keepAlive: Bool
    ) throws {
        let seen = try SeenResponse.read("HTTP/1.1 \(status) X\r\n\(fields)\r\n", to: method).get()
        #expect(seen.framing == framing && seen.keepAlive == keepAlive)
    }

    @Test(arguments: [("", false), ("Connection: keep-alive\r\n", true)])
    func `HTTP 1 0 keeps a connection only when it says so`(fields: String, keepAlive: Bool) throws {
        let seen = try SeenResponse.read("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\(fields)\r\n").get()
        #expect(seen.keepAlive == keepAlive)
    }

    @Test func `a switch of protocols is marked as such, and other interim answers as interim`() throws {
        var head = ResponseHead(limits: H1Limits())
        func parse(_ text: String) throws {
            try Array(text.utf8).withByteView { view in
                _ = try H1ResponseParser.parse(view, into: &head, requestMethod: .get, limits: H1Limits())
            }
        }
        try parse("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
        #expect(head.switchesProtocols && !head.isInterim)
        try parse("HTTP/1.1 103 Early Hints\r\n\r\n")
        #expect(!head.switchesProtocols && head.isInterim)
        try parse("HTTP/1.1 200 OK\r\n\r\n")
        #expect(!head.switchesProtocols && !head.isInterim)
    }

    @Test func `limits hold for responses too`() {
        let limits = H1Limits(headBytes: 40, fields: 1, targetBytes: 10)
        #expect(SeenResponse.read("HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n\r\n", limits: limits).fault == .tooManyFields)
        let long = "HTTP/1.1 200 OK\r\nA: \(String(repeating: "b", count: 40))"
        #expect(SeenResponse.read(long, limits: limits).fault == .headTooLarge)
    }
}
