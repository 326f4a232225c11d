// RFC 9112, 2 to 6, and RFC 9110, 4 to 10: is a request head understood or refused, whole and in pieces?

import Bytes
import HTTP
import Testing

/// Heads that are refused, and why.
let refusedRequests: [(head: String, fault: H1Error)] = [
    // Request line.
    ("GET / HTTP/1.1\nHost: a\r\n\r\n", .bareLineFeed), ("GET /\r\nHost: a\r\n\r\n", .malformedRequestLine),
    ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
    ("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
    (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
    ("GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
    ("G@T / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
    ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .malformedRequestLine),
    ("GET / http/1.1\r\nHost: a\r\n\r\n", .malformedVersion), ("GET / HTTP/11\r\nHost: a\r\n\r\n", .malformedVersion),
    ("GET / HTTP/1.10\r\nHost: a\r\n\r\n", .malformedVersion),
    ("GET / HTTPS/1.1\r\nHost: a\r\n\r\n", .malformedVersion),
    ("GET / HTTP/1.2\r\nHost: a\r\n\r\n", .unsupportedVersion),
    ("GET / HTTP/0.9\r\nHost: a\r\n\r\n", .unsupportedVersion),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .asteriskWithoutOptions), ("GET / HTTP/2.0\r\n\r\n", .unsupportedVersion),
    ("\u{16}\u{3}\u{1}\u{2}", .controlByte), ("GET /\u{0} HTTP/1.1\r\nHost: a\r\n\r\n", .nulByte),
    ("GET /\u{1} HTTP/1.1\r\nHost: a\r\n\r\n", .controlByte), ("GET /é HTTP/1.1\r\nHost: a\r\n\r\n", .invalidPathByte),
    ("GET /a\rb HTTP/1.1\r\nHost: a\r\n\r\n", .bareCarriageReturn),
    ("GET / HTTP/1.1\rHost: a\r\n\r\n", .bareCarriageReturn),
    ("\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .tooManyEmptyLines),
    ("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .bareLineFeed),

    // Target.
    ("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", .connectUnsupported),
    ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", .asteriskWithoutOptions),
    ("GET a HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
    ("GET a.example:80 HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
    ("GET ?q HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
    ("GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", .unsupportedScheme),
    ("GET http:/a HTTP/1.1\r\nHost: a\r\n\r\n", .invalidTarget),
    ("GET http:///a HTTP/1.1\r\nHost: a\r\n\r\n", .emptyHost),
    ("GET http://a@b/ HTTP/1.1\r\nHost: b\r\n\r\n", .userInfoInAuthority),
    ("GET http://u:p@b/ HTTP/1.1\r\nHost: b\r\n\r\n", .userInfoInAuthority),
    ("GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n", .hostMismatch),
    ("GET http://a:81/ HTTP/1.1\r\nHost: a\r\n\r\n", .hostMismatch),
    ("GET http://a/ HTTP/1.1\r\nHost: a:443\r\n\r\n", .hostMismatch), ("GET http://a/ HTTP/1.1\r\n\r\n", .missingHost),
    ("GET http://a/ HTTP/1.0\r\nHost:\r\n\r\n", .emptyHost),
    ("GET http://a#f HTTP/1.1\r\nHost: a\r\n\r\n", .fragmentInTarget),
    ("GET /a#f HTTP/1.1\r\nHost: a\r\n\r\n", .fragmentInTarget),
    ("GET /a?q#f HTTP/1.1\r\nHost: a\r\n\r\n", .fragmentInTarget),
    ("GET /a?é HTTP/1.1\r\nHost: a\r\n\r\n", .invalidQueryByte),
    ("GET /a?b\u{7F} HTTP/1.1\r\nHost: a\r\n\r\n", .controlByte),
    ("GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n", .backslashInPath),
    ("GET /.. HTTP/1.1\r\nHost: a\r\n\r\n", .pathAboveRoot), ("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", .invalidEscape),
    ("GET http://a/../b HTTP/1.1\r\nHost: a\r\n\r\n", .pathAboveRoot),

    // Host.
    ("GET / HTTP/1.1\r\n\r\n", .missingHost), ("GET / HTTP/1.1\r\nHost:\r\n\r\n", .emptyHost),
    ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", .severalHosts),
    ("GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n", .severalHosts),
    ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", .invalidHost), ("GET / HTTP/1.1\r\nHost: a,b\r\n\r\n", .invalidHost),
    ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .invalidHost), ("GET / HTTP/1.1\r\nHost: .a\r\n\r\n", .invalidHost),
    ("GET / HTTP/1.1\r\nHost: a..b\r\n\r\n", .invalidHost), ("GET / HTTP/1.1\r\nHost: a%2eb\r\n\r\n", .invalidHost),
    ("GET / HTTP/1.1\r\nHost: aé\r\n\r\n", .invalidHost), ("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .userInfoInAuthority),
    ("GET / HTTP/1.1\r\nHost: :80\r\n\r\n", .emptyHost), ("GET / HTTP/1.1\r\nHost: a:\r\n\r\n", .invalidPort),
    ("GET / HTTP/1.1\r\nHost: a:0\r\n\r\n", .invalidPort), ("GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", .invalidPort),
    ("GET / HTTP/1.1\r\nHost: a:8x\r\n\r\n", .invalidPort), ("GET / HTTP/1.1\r\nHost: a:+80\r\n\r\n", .invalidPort),
    ("GET / HTTP/1.1\r\nHost: a:80:80\r\n\r\n", .invalidPort), ("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", .invalidHost),
    ("GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n", .invalidHost),
    ("GET / HTTP/1.1\r\nHost: [127.0.0.1]\r\n\r\n", .invalidHost),
    ("GET / HTTP/1.1\r\nHost: [fe80::1%25eth0]\r\n\r\n", .invalidHost),
    ("GET / HTTP/1.1\r\nHost: ::1\r\n\r\n", .emptyHost),
    ("GET / HTTP/1.1\r\nHost: \(String(repeating: "a", count: 256))\r\n\r\n", .invalidHost),

    // Field lines.
    ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", .foldedLine), ("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", .foldedLine),
    ("GET / HTTP/1.1\r\nHost: a\r\n\tb\r\n\r\n", .foldedLine), ("GET / HTTP/1.1\r\nHost: a\r\n \r\n\r\n", .foldedLine),
    ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", .spaceBeforeColon),
    ("GET / HTTP/1.1\r\nHost\t: a\r\n\r\n", .spaceBeforeColon),
    ("GET / HTTP/1.1\r\nHo st: a\r\n\r\n", .invalidFieldName), ("GET / HTTP/1.1\r\n: a\r\n\r\n", .emptyFieldName),
    ("GET / HTTP/1.1\r\nHost\r\n\r\n", .missingColon), ("GET / HTTP/1.1\r\nH\u{0}: a\r\n\r\n", .nulByte),
    ("GET / HTTP/1.1\r\nH(x): a\r\n\r\n", .invalidFieldName), ("GET / HTTP/1.1\r\nHé: a\r\n\r\n", .invalidFieldName),
    ("GET / HTTP/1.1\r\nHost: a\u{0}b\r\n\r\n", .nulByte), ("GET / HTTP/1.1\r\nHost: a\u{1}\r\n\r\n", .controlByte),
    ("GET / HTTP/1.1\r\nHost: a\u{7F}\r\n\r\n", .controlByte),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: a\nY: b\r\n\r\n", .bareLineFeed),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: a\rY: b\r\n\r\n", .bareCarriageReturn),
    ("GET / HTTP/1.1\r\nHost: a\r\n\rX", .bareCarriageReturn),
    ("GET / HTTP/1.1\r\nHost: a\n\n", .bareLineFeed), ("GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", .bareCarriageReturn),

    // Framing: whatever two readers could take differently.
    (
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        .lengthAndTransferEncoding
    ),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
        .lengthAndTransferEncoding
    ),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n", .severalContentLengths),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\ncontent-length: 4\r\n\r\n", .severalContentLengths),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\n", .invalidContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\n", .invalidContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\n", .invalidContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\n", .invalidContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3 3\r\n\r\n", .invalidContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", .invalidContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775808\r\n\r\n", .invalidContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551617\r\n\r\n", .invalidContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", .unsupportedTransferEncoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n", .unsupportedTransferEncoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n", .unsupportedTransferEncoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", .unsupportedTransferEncoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n", .unsupportedTransferEncoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \"chunked\"\r\n\r\n", .unsupportedTransferEncoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked;q=1\r\n\r\n", .unsupportedTransferEncoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n", .unsupportedTransferEncoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\u{B}chunked\r\n\r\n", .controlByte),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
        .severalTransferEncodings
    ),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        .severalTransferEncodings
    ),
    ("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncodingInHTTP10),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n", .spaceBeforeColon),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer\u{7F}-Encoding: chunked\r\n\r\n", .invalidFieldName),
    ("POST / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n", .unknownExpectation),
    ("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nExpect: 100-continue\r\n\r\n", .unknownExpectation),
]

/// Heads that are understood.
let acceptedRequests = [
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "\r\n\r\nGET /x HTTP/1.1\r\nHost: a.example:8080\r\n\r\n",
    "POST /a/b?c=d&e=%zz[]{}|^`\"<> HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 12\r\n\r\n",
    "GET /a//b/./c/../%7e%2f;p=1 HTTP/1.1\r\nHost:\t a \t\r\nX-Empty:\r\nX-Spaces:   \r\nX-Bytes: \u{e9}\t~\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS http://a HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET HTTP://A.example:80/x?y HTTP/1.1\r\nHost: a.EXAMPLE\r\n\r\n", "GET http://a?q HTTP/1.1\r\nHost: a:80\r\n\r\n",
    "GET https://a:443 HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://[::1]:8080/ HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
    "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.0\r\nHost:\r\nConnection: keep-alive\r\n\r\n",
    "GET http://a/ HTTP/1.0\r\n\r\n",
    "BREW /pot HTTP/1.1\r\nHost: a_b-c.d.\r\nConnection: upgrade, x-hop\r\nUpgrade: websocket\r\nX-Hop: 1\r\n\r\n",
    "PUT / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: Chunked\r\nExpect: 100-Continue\r\nConnection: Close\r\n\r\n",
]

@Suite struct `Request head` {
    @Test func `the parts of a head are understood`() throws {
        let seen = try SeenRequest.read(
            "\r\nPOST /a/%7Eb//c?d=e HTTP/1.1\r\nHost: Shop.example:8443\r\nContent-Length: 5\r\nX-One:  1 \r\n\r\nhello"
        ).get()
        #expect(seen.method == .post && seen.methodText == "POST" && seen.version == .http11)
        #expect(seen.target == "/a/%7Eb//c?d=e" && seen.path == "/a/~b/c" && seen.query == "d=e")
        #expect(seen.authority == "Shop.example:8443" && seen.host == "Shop.example" && seen.port == 8443)
        #expect(seen.fields == ["Host: Shop.example:8443", "Content-Length: 5", "X-One: 1"])
        #expect(seen.framing == .length(5) && seen.keepAlive && !seen.expectsContinue && !seen.wantsUpgrade)
        #expect(seen.count == 90)
    }

    @Test(arguments: refusedRequests)
    func `a malformed head is refused for its own reason`(head: String, fault: H1Error) {
        #expect(SeenRequest.read(head).fault == fault)
    }

    @Test(arguments: refusedRequests)
    func `a malformed head is never taken for another fault while it grows`(head: String, fault: H1Error) {
        let bytes = Array(head.utf8)
        for count in 0..<bytes.count {
            let seen = SeenRequest.read(Array(bytes.prefix(count))).fault
            #expect(seen == .incompleteHead || seen == fault, "\(count) bytes: \(String(describing: seen))")
        }
    }

    @Test(arguments: acceptedRequests)
    func `a head is the same however much follows it`(head: String) throws {
        let alone = try SeenRequest.read(head).get()
        #expect(alone.count == head.utf8.count)
        for rest in ["\r\n", "GET / HTTP/1.1\r\n\r\n", "\u{0}garbage", String(repeating: "x", count: 40_000)] {
            #expect(try SeenRequest.read(head + rest).get() == alone)
        }
    }

    @Test(arguments: acceptedRequests)
    func `every shorter piece of a head is incomplete and nothing else`(head: String) {
        let bytes = Array(head.utf8)
        for count in 0..<bytes.count {
            #expect(SeenRequest.read(Array(bytes.prefix(count))).fault == .incompleteHead, "\(count) bytes")
        }
    }

    @Test(arguments: acceptedRequests)
    func `one wrong byte anywhere never crashes, and a control is never understood`(head: String) {
        let bytes = Array(head.utf8)
        for place in bytes.indices {
            for wrong in [0x00, 0x01, 0x0A, 0x0D, 0x7F] as [UInt8] where bytes[place] != wrong {
                var changed = bytes
                changed[place] = wrong
                // What a head of its own ends before the wrong byte is fine; it is then not part of it.
                if case .success(let seen) = SeenRequest.read(changed) { #expect(seen.count <= place) }
            }
        }
    }

    @Test func `a head follows its bytes to another place`() throws {
        let bytes = Array("GET /a/../b HTTP/1.1\r\nHost: a:1\r\nX: y\r\n\r\n".utf8)
        var head = RequestHead(limits: H1Limits())
        var copy = ByteBuffer()
        try bytes.withByteView { view in
            _ = try H1RequestParser.parse(view, into: &head, limits: H1Limits())
            copy.append(head.bytes)
        }
        head.rebase(onto: copy.readable)
        #expect(
            head.path == "/b" && head.host == "a" && head.authority == "a:1"
                && head.fields.lines == ["Host: a:1", "X: y"]
        )
    }

    @Test func `a head is reused without a trace of the last one`() throws {
        var head = RequestHead(limits: H1Limits())
        for text in acceptedRequests + ["BAD\r\n"] + acceptedRequests.reversed() {
            Array(text.utf8).withByteView { view in
                let fresh = SeenRequest.read(text)
                do throws(H1Error) {
                    let count = try H1RequestParser.parse(view, into: &head, limits: H1Limits())
                    #expect(fresh == .success(SeenRequest(head, count: count)))
                } catch {
                    #expect(fresh == .failure(error) && head.fields.count == 0 && head.bytes.isEmpty)
                }
            }
        }
    }

    @Test(arguments: [
        ("HTTP/1.1", "", true), ("HTTP/1.1", "Connection: close\r\n", false),
        ("HTTP/1.1", "Connection: x, CLOSE\r\n", false),
        ("HTTP/1.1", "Connection: keep-alive\r\n", true), ("HTTP/1.1", "Connection: closed\r\n", true),
        ("HTTP/1.1", "Connection: keep-alive\r\nConnection: close\r\n", false), ("HTTP/1.0", "", false),
        ("HTTP/1.0", "Connection: keep-alive\r\n", true), ("HTTP/1.0", "Connection: Keep-Alive, x\r\n", true),
        ("HTTP/1.0", "Connection: keep-alive, close\r\n", false), ("HTTP/1.0", "Keep-Alive: 300\r\n", false),
        ("HTTP/1.1", "Proxy-Connection: close\r\n", true),
    ])
    func `a connection lives on unless one side says no`(version: String, fields: String, keepAlive: Bool) throws {
        #expect(try SeenRequest.read("GET / \(version)\r\nHost: a\r\n\(fields)\r\n").get().keepAlive == keepAlive)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1", "Connection: upgrade\r\nUpgrade: websocket\r\n", true),
        ("GET / HTTP/1.1", "Upgrade: websocket\r\n", false),
        ("GET / HTTP/1.1", "Connection: upgrade\r\n", false),
        ("GET / HTTP/1.0", "Connection: upgrade\r\nUpgrade: websocket\r\n", false),
    ])
    func `an upgrade needs both fields and HTTP 1 1`(line: String, fields: String, wants: Bool) throws {
        #expect(try SeenRequest.read("\(line)\r\nHost: a\r\n\(fields)\r\n").get().wantsUpgrade == wants)
    }

    @Test(arguments: [
        ("HTTP/1.1", "Content-Length: 1\r\n", true), ("HTTP/1.1", "Content-Length: 0\r\n", false),
        ("HTTP/1.1", "", false),
        ("HTTP/1.0", "Content-Length: 1\r\n", false), ("HTTP/1.1", "Transfer-Encoding: chunked\r\n", true),
    ])
    func `only a body can be waited for`(version: String, fields: String, expects: Bool) throws {
        let head = "POST / \(version)\r\nHost: a\r\nExpect: 100-continue\r\n\(fields)\r\n"
        #expect(try SeenRequest.read(head).get().expectsContinue == expects)
    }

    @Test func `each limit is met at its exact value and named beyond it`() {
        var limits = H1Limits(headBytes: 60, fields: 2, targetBytes: 10)
        limits.leadingEmptyLines = 1
        func fault(_ head: String) -> H1Error? { SeenRequest.read(head, limits: limits).fault }
        let start = "GET / HTTP/1.1\r\nHost: a\r\n"
        let padding = String(repeating: "x", count: 60 - start.utf8.count - 7)
        #expect(fault("\(start)X: \(padding)\r\n\r\n") == nil)
        #expect(fault("\r\n\(start)X: \(padding)\r\n\r\n") == nil)
        #expect(fault("\(start)X: \(padding)x\r\n\r\n") == .headTooLarge)
        #expect(fault("\(start)X: \(padding)\(padding)\(padding)") == .headTooLarge)
        #expect(fault("\(start)X: 1\r\n\r\n") == nil)
        #expect(fault("\(start)X: 1\r\nY: 2\r\n\r\n") == .tooManyFields)
        #expect(fault("GET /2345678901 HTTP/1.1\r\nHost: a\r\n\r\n") == .targetTooLong)
        #expect(fault("GET /234567890 HTTP/1.1\r\nHost: a\r\n\r\n") == nil)
        #expect(H1Error.headTooLarge.status == .requestHeaderFieldsTooLarge)
        #expect(H1Error.tooManyFields.status == .requestHeaderFieldsTooLarge)
        #expect(H1Error.targetTooLong.status == .uriTooLong)
    }
}
