// RFC 9113, 8.1 to 8.3, and RFC 8441: is a request over HTTP/2 understood or refused?

import Bytes
import HTTP
import Testing

/// Sections that are refused, and why.
private let refused: [(pairs: [Pair], fault: H2MessageError)] = [
    // Fields (8.2.1).
    (plainRequest + [("Accept", "a")], .upperCaseFieldName), (plainRequest + [("accepT", "a")], .upperCaseFieldName),
    (plainRequest + [("", "a")], .h1(.emptyFieldName)), (plainRequest + [("a b", "a")], .h1(.invalidFieldName)),
    (plainRequest + [("a:", "a")], .h1(.invalidFieldName)), (plainRequest + [("a\r\nb", "a")], .h1(.invalidFieldName)),
    (plainRequest + [("é", "a")], .h1(.invalidFieldName)), (plainRequest + [("a\u{0}", "a")], .h1(.invalidFieldName)),
    (plainRequest + [("a\u{7F}", "a")], .h1(.invalidFieldName)),
    (plainRequest + [("content-length ", "0")], .h1(.invalidFieldName)),
    (plainRequest + [("a-rather-long-name-with-one-Big-letter", "a")], .upperCaseFieldName),
    (plainRequest + [("a", "b\r\nc: d")], .h1(.bareCarriageReturn)),
    (plainRequest + [("a", "b\nc")], .h1(.bareLineFeed)),
    (plainRequest + [("a", "b\u{0}c")], .h1(.nulByte)), (plainRequest + [("a", "b\u{1}")], .h1(.controlByte)),
    (plainRequest + [("a", "\u{7F}")], .h1(.controlByte)), (plainRequest + [("a", " b")], .spaceAroundValue),
    (plainRequest + [("a", "b ")], .spaceAroundValue), (plainRequest + [("a", "\tb")], .spaceAroundValue),
    (plainRequest + [("a", "b\t")], .spaceAroundValue), (plainRequest + [("a", " ")], .spaceAroundValue),

    // Connection-specific fields (8.2.2).
    (plainRequest + [("connection", "close")], .connectionField),
    (plainRequest + [("connection", "")], .connectionField),
    (plainRequest + [("keep-alive", "timeout=5")], .connectionField),
    (plainRequest + [("proxy-connection", "keep-alive")], .connectionField),
    (plainRequest + [("transfer-encoding", "chunked")], .connectionField),
    (plainRequest + [("upgrade", "h2c")], .connectionField), (plainRequest + [("te", "gzip")], .invalidTE),
    (plainRequest + [("te", "trailers, gzip")], .invalidTE), (plainRequest + [("te", "")], .invalidTE),
    (plainRequest + [("te", "trailers"), ("te", "gzip")], .invalidTE),

    // Pseudo-header fields (8.3).
    ([("a", "b")] + plainRequest, .pseudoHeaderAfterField),
    (request(":path", nil) + [("a", "b"), (":path", "/")], .pseudoHeaderAfterField),
    (plainRequest + [(":other", "a")], .unknownPseudoHeader), (plainRequest + [(":", "a")], .unknownPseudoHeader),
    (plainRequest + [(":Path", "a")], .upperCaseFieldName), (plainRequest + [("::path", "a")], .h1(.invalidFieldName)),
    (plainRequest + [(":path", "/a")], .repeatedPseudoHeader),
    (plainRequest + [(":method", "GET")], .repeatedPseudoHeader),
    (plainRequest + [(":status", "200")], .misplacedPseudoHeader),
    (request(":method", nil), .missingMethod), (request(":scheme", nil), .missingScheme),
    (request(":path", nil), .missingPath), ([], .missingMethod), (request(":path", ""), .emptyPath),
    (request(":method", ""), .invalidMethod), (request(":method", "GE T"), .invalidMethod),
    (request(":method", "GET / HTTP/1.1"), .invalidMethod), (request(":method", "G\u{e9}T"), .invalidMethod),
    (request(":scheme", ""), .h1(.unsupportedScheme)), (request(":scheme", "ftp"), .h1(.unsupportedScheme)),
    (request(":scheme", "https://a/"), .h1(.unsupportedScheme)), (request(":scheme", "http"), .schemeMismatch),

    // Path (8.3.1).
    (request(":path", "a"), .h1(.invalidTarget)), (request(":path", "?a"), .h1(.invalidTarget)),
    (request(":path", "*"), .h1(.asteriskWithoutOptions)),
    (request(":path", "https://a.example/"), .h1(.invalidTarget)),
    (request(":path", "/a#b"), .h1(.fragmentInTarget)), (request(":path", "/a?b#c"), .h1(.fragmentInTarget)),
    (request(":path", "/a b"), .h1(.invalidPathByte)), (request(":path", "/a HTTP/1.1"), .h1(.invalidPathByte)),
    (request(":path", "/a?b c"), .h1(.invalidQueryByte)), (request(":path", "/a?b\tc"), .h1(.invalidQueryByte)),
    (request(":path", "/a?é"), .h1(.invalidQueryByte)), (request(":path", "/é"), .h1(.invalidPathByte)),
    (request(":path", "/%zz"), .h1(.invalidEscape)), (request(":path", "/.."), .h1(.pathAboveRoot)),
    (request(":path", "/a\\b"), .h1(.backslashInPath)), (request(":path", "/%0d%0a"), .h1(.controlInPath)),
    (request(":path", "/..;/b"), .h1(.disguisedDotSegment)), (request(":path", "/a\tb"), .h1(.controlInPath)),
    (request(":path", "/a\r\nb: c"), .h1(.bareCarriageReturn)),
    (request(":path", "/" + String(repeating: "a", count: 1024)), .h1(.targetTooLong)),

    // Authority (8.3.1).
    (request(":authority", nil), .h1(.missingHost)), (request(":authority", ""), .h1(.emptyHost)),
    (request(":authority", nil) + [("host", "")], .h1(.emptyHost)),
    (request(":authority", "u@a.example"), .h1(.userInfoInAuthority)),
    (request(":authority", "u:p@a.example"), .h1(.userInfoInAuthority)),
    (request(":authority", "a b"), .h1(.invalidHost)), (request(":authority", "a/b"), .h1(.invalidHost)),
    (request(":authority", "a:0"), .h1(.invalidPort)), (request(":authority", "a:"), .h1(.invalidPort)),
    (plainRequest + [("host", "b.example")], .h1(.hostMismatch)), (plainRequest + [("host", "")], .h1(.emptyHost)),
    (plainRequest + [("host", "a.example:80")], .h1(.hostMismatch)),
    (plainRequest + [("host", "a.example"), ("host", "a.example")], .h1(.severalHosts)),
    (plainRequest + [("host", "u@a.example")], .h1(.userInfoInAuthority)),

    // Length (8.1.1).
    (plainRequest + [("content-length", "1")], .contentShortOfLength),
    (plainRequest + [("content-length", "+1")], .h1(.invalidContentLength)),
    (plainRequest + [("content-length", "")], .h1(.invalidContentLength)),
    (plainRequest + [("content-length", "1, 1")], .h1(.invalidContentLength)),
    (plainRequest + [("content-length", "9223372036854775808")], .h1(.invalidContentLength)),
    (plainRequest + [("content-length", "0"), ("content-length", "0")], .h1(.severalContentLengths)),
    (plainRequest + [("expect", "200-ok")], .h1(.unknownExpectation)),
    (plainRequest + [("expect", "100-continue"), ("expect", "100-continue")], .h1(.unknownExpectation)),

    // CONNECT (8.5; RFC 8441, 4).
    ([(":method", "CONNECT"), (":authority", "a:443")], .h1(.connectUnsupported)),
    (request(":method", "CONNECT"), .h1(.connectUnsupported)),
    (plainRequest + [(":protocol", "websocket")], .protocolWithoutConnect),
    ([(":method", "CONNECT"), (":protocol", "websocket"), (":authority", "a")], .incompleteConnect),
    (
        [(":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "https"), (":path", "/")],
        .incompleteConnect
    ),
    (request(":method", "CONNECT") + [(":protocol", "")], .invalidConnectProtocol),
    (request(":method", "CONNECT") + [(":protocol", "a b")], .invalidConnectProtocol),
    (request(":method", "CONNECT") + [(":protocol", "websocket"), ("content-length", "3")], .lengthInConnect),
    (
        request(":method", "CONNECT") + [(":protocol", "websocket"), ("expect", "100-continue")],
        .h1(.unknownExpectation)
    ),
]

@Suite struct H2RequestReaderTests {
    @Test(arguments: refused)
    func `a malformed request is refused for its fault, wherever it is cut`(row: ([Pair], H2MessageError)) {
        #expect(SeenH2Request.read(row.0).fault == row.1)
        for pause in row.0.indices { #expect(SeenH2Request.read(row.0, pause: pause).fault == row.1) }
    }

    @Test func `a request says what HTTP1 would say`() throws {
        let pairs = request(":path", "/a?b=c") + [("accept", "*/*"), ("x", ""), ("user-agent", "t/1 (x; y)")]
        let head = try SeenH2Request.read(pairs).get().seen

        #expect(head.method == .get && head.methodText == "GET" && head.version == .http2)
        #expect(head.target == "/a?b=c" && head.path == "/a" && head.query == "b=c")
        #expect(head.authority == "a.example" && head.host == "a.example" && head.port == nil)
        #expect(head.fields == ["accept: */*", "x: ", "user-agent: t/1 (x; y)"])
        #expect(head.keepAlive && !head.wantsUpgrade && !head.expectsContinue && !head.isAsterisk)
    }

    @Test func `a request is the same wherever its header block is cut`() throws {
        let pairs = plainRequest + [("cookie", "a=1"), ("accept", "*/*"), ("cookie", "b=2"), ("cookie", "c=3")]
        let whole = try SeenH2Request.read(pairs).get()

        for pause in pairs.indices { #expect(try SeenH2Request.read(pairs, pause: pause).get() == whole) }
    }

    @Test(arguments: [
        ("/a//b/../c", "/a/c", nil), ("/%7Ea?%7E", "/~a", "%7E"), ("/?", "/", ""), ("/a?b?c", "/a", "b?c"),
        ("/a$=b", "/a$=b", nil), ("/a/.?x", "/a/", "x"),
    ])
    func `paths are normalised and queries left alone`(row: (String, String, String?)) throws {
        let head = try SeenH2Request.read(request(":path", row.0)).get().seen
        #expect(head.path == row.1 && head.query == row.2 && head.target == row.0)
    }

    @Test func `an asterisk is for OPTIONS`() throws {
        let pairs: [Pair] = [(":method", "OPTIONS"), (":scheme", "https"), (":path", "*"), (":authority", "a")]
        let head = try SeenH2Request.read(pairs).get().seen
        #expect(head.isAsterisk && head.path == "*" && head.method == .options)
    }

    @Test(arguments: [
        ("a.example:443", "a.example"), ("a.example", "A.EXAMPLE:443"), ("a.example:8", "a.example:8"),
        ("[::1]", "[::1]"),
    ])
    func `Host may say the same as the authority`(row: (String, String)) throws {
        let head = try SeenH2Request.read(request(":authority", row.0) + [("host", row.1)]).get().seen
        #expect(head.authority == row.0)
    }

    @Test func `Host stands in for a missing authority`() throws {
        let head = try SeenH2Request.read(request(":authority", nil) + [("a", "b"), ("host", "[::1]:8")]).get().seen
        #expect(head.authority == "[::1]:8" && head.host == "[::1]" && head.port == 8)
    }

    @Test func `the scheme is that of the connection`() throws {
        #expect(SeenH2Request.read(request(":scheme", "http"), isSecure: false).fault == nil)
        #expect(SeenH2Request.read(request(":scheme", "HTTPS")).fault == nil)
        #expect(SeenH2Request.read(plainRequest, isSecure: false).fault == .schemeMismatch)
        let ports = request(":scheme", "http") + [("host", "a.example:80")]
        #expect(SeenH2Request.read(ports, isSecure: false).fault == nil)
    }

    @Test(
        arguments: [
            ([], true, BodyFraming.none), ([("content-length", "0")], true, .none), ([], false, .chunked),
            ([("content-length", "7")], false, .length(7)), ([("content-length", "0")], false, .length(0)),
        ] as [([Pair], Bool, BodyFraming)]
    )
    func `the end of the stream and the length frame the body`(row: ([Pair], Bool, BodyFraming)) throws {
        #expect(try SeenH2Request.read(plainRequest + row.0, endsStream: row.1).get().seen.framing == row.2)
    }

    @Test func `an expectation counts while content is to come`() throws {
        let pairs = plainRequest + [("expect", "100-Continue")]
        #expect(try SeenH2Request.read(pairs, endsStream: false).get().seen.expectsContinue)
        #expect(try !SeenH2Request.read(pairs, endsStream: true).get().seen.expectsContinue)
    }

    @Test func `trailers are announced as acceptable by TE`() throws {
        #expect(try SeenH2Request.read(plainRequest + [("te", "Trailers")]).get().acceptsTrailers)
        #expect(try !SeenH2Request.read(plainRequest).get().acceptsTrailers)
    }

    @Test func `an extended CONNECT begins a tunnel`() throws {
        let pairs = request(":method", "CONNECT") + [(":protocol", "websocket"), ("sec-websocket-version", "13")]
        let head = try SeenH2Request.read(pairs, endsStream: false).get()
        #expect(head.protocolName == "websocket" && head.seen.method == .connect)
        #expect(head.seen.path == "/a" && head.seen.authority == "a.example" && head.seen.framing == .chunked)
    }

    @Test func `cookie crumbs become one field`() throws {
        let pairs = plainRequest + [("cookie", "a=1; b=2"), ("x", "y"), ("cookie", ""), ("cookie", "c=3")]
        #expect(try SeenH2Request.read(pairs).get().seen.fields == ["x: y", "cookie: a=1; b=2; c=3"])
        let empty = plainRequest + [("cookie", ""), ("cookie", "")]
        #expect(try SeenH2Request.read(empty).get().seen.fields == ["cookie: "])
        let single = plainRequest + [("cookie", "a=1"), ("x", "y")]
        #expect(try SeenH2Request.read(single).get().seen.fields == ["cookie: a=1", "x: y"])
    }

    @Test func `crumbs count as one field, and each with its bytes`() {
        let crumbs = [Pair](repeating: ("cookie", "a=1"), count: 60)
        #expect(SeenH2Request.read(plainRequest + crumbs, fields: 1).fault == nil)
        #expect(SeenH2Request.read(plainRequest + crumbs + [("a", "b")], fields: 1).fault == .h1(.tooManyFields))
        // 41 bytes each (RFC 9113, 6.5.2).
        #expect(SeenH2Request.read(plainRequest + crumbs, headBytes: 60 * 41).fault == .h1(.headTooLarge))
    }

    @Test func `a head is as large as its names, values and 32 bytes a field`() {
        let size = plainRequest.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 32 }
        #expect(SeenH2Request.read(plainRequest, headBytes: size).fault == nil)
        #expect(SeenH2Request.read(plainRequest, headBytes: size - 1).fault == .h1(.headTooLarge))
        #expect(SeenH2Request.read(plainRequest + [("a", "b"), ("b", "c")], fields: 2).fault == nil)
        #expect(SeenH2Request.read(plainRequest + [("a", "b"), ("b", "c")], fields: 1).fault == .h1(.tooManyFields))
    }

    @Test func `TE of HTTP1 may list trailers among others`() throws {
        var head = RequestHead(limits: H1Limits())
        for (value, accepts) in [("trailers", true), ("gzip;q=0.5, Trailers", true), ("gzip", false), ("", false)] {
            try "GET / HTTP/1.1\r\nHost: a\r\nTE: \(value)\r\n\r\n".withByteView { bytes in
                _ = try H1RequestParser.parse(bytes, into: &head, limits: H1Limits())
            }
            let says = head.acceptsTrailers
            #expect(says == accepts)
        }
    }

    @Test func `nothing of the last request stays`() throws {
        var head = RequestHead(limits: H1Limits())
        var sections = H2Sections()
        let connect = request(":method", "CONNECT") + [(":protocol", "websocket"), ("te", "trailers")]
        for pairs in [connect, plainRequest] {
            sections.clear()
            let section = section(of: pairs, in: &sections)
            try H2RequestReader.read(
                section,
                of: sections,
                endsStream: false,
                isSecure: true,
                into: &head,
                limits: H1Limits()
            )
        }
        let stays = head.isExtendedConnect || !head.connectProtocol.isEmpty || head.acceptsTrailers
        #expect(!stays)
    }

    @Test func `faults have labels of their own and 400, but for what HTTP1 answers otherwise`() {
        #expect(Set(H2MessageError.own.map(\.metricLabel.description)).count == H2MessageError.own.count)
        #expect(Set(H2MessageError.own.map(\.reason.description)).count == H2MessageError.own.count)
        #expect(H2MessageError.own.allSatisfy { $0.status == .badRequest })
        #expect(H2MessageError.h1(.headTooLarge).status == .requestHeaderFieldsTooLarge)
        let shared = Set(H1Error.allCases.map(\.metricLabel.description))
        #expect(shared.isDisjoint(with: H2MessageError.own.map(\.metricLabel.description)))
    }
}
