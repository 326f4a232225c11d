// What does a server make of requests that say something odd?

import HTTP

extension H2Row {
    static func get(_ fields: (name: String, value: String)...) -> [UInt8] {
        H2Bytes.headers(H2Bytes.request() ++ fields.flatMap { H2Bytes.field($0.name, $0.value) })
    }

    static func open(_ fields: (name: String, value: String)...) -> [UInt8] {
        H2Bytes.open(H2Bytes.request(method: "POST") ++ fields.flatMap { H2Bytes.field($0.name, $0.value) })
    }

    private static func trailers(_ fields: (name: String, value: String)..., flags: UInt8 = 0x5) -> [UInt8] {
        H2Bytes.headers(fields.flatMap { H2Bytes.field($0.name, $0.value) }, flags: flags)
    }

    /// RFC 9113, 7 and 8.1 to 8.3.
    static let messages = framing + fields + pseudoHeaders

    private static let framing: [H2Row] = [
        // 7 Error codes
        .init("9113 7", "GOAWAY with a code that nobody knows", H2Bytes.goAway(0xFF), .ended),
        .init("9113 7", "RST_STREAM with a code that nobody knows", H2Bytes.open() ++ H2Bytes.reset(0xFF), .ignored),

        // 8.1 HTTP message framing
        .init(
            "9113 8.1",
            "a request with content and trailers",
            open() ++ H2Bytes.data("x", flags: 0) ++ trailers(("a", "b")),
            .answered(200)
        ),
        .init("9113 8.1", "trailers without content", open() ++ trailers(("a", "b")), .answered(200)),
        .init("9113 8.1", "empty trailers", open() ++ trailers(), .answered(200)),
        .init(
            "9113 8.1",
            "a second HEADERS without END_STREAM",
            open() ++ trailers(("a", "b"), flags: 0x4),
            .malformedLater(.trailersDoNotEndStream)
        ),
        .init(
            "9113 8.1",
            "DATA behind trailers",
            H2Bytes.open(H2Bytes.request(method: "POST", path: "/70000")) ++ trailers(("a", "b")) ++ H2Bytes.data("x"),
            .connectionError(.streamClosed),
            deviation: "5.1 asks for a stream error; 5.4.1 lets any be one of the connection"
        ),

        // 8.1.1 Malformed messages
        .init(
            "9113 8.1.1",
            "content-length above the content",
            open(("content-length", "2")) ++ H2Bytes.data("x"),
            .malformedLater(.contentShortOfLength)
        ),
        .init(
            "9113 8.1.1",
            "content-length below the content",
            open(("content-length", "1")) ++ H2Bytes.data("xy"),
            .malformedLater(.contentBeyondLength)
        ),
        .init(
            "9113 8.1.1",
            "content-length below the sum of several DATA",
            open(("content-length", "3")) ++ H2Bytes.data("xy", flags: 0) ++ H2Bytes.data("xy"),
            .malformedLater(.contentBeyondLength)
        ),
        .init(
            "9113 8.1.1",
            "content-length above the content that trailers end",
            open(("content-length", "3")) ++ H2Bytes.data("xy", flags: 0) ++ trailers(("a", "b")),
            .malformedLater(.contentShortOfLength)
        ),
        .init(
            "9113 8.1.1",
            "content-length and no content",
            get(("content-length", "1")),
            .malformed(.contentShortOfLength)
        ),
        .init("9113 8.1.1", "content-length of nothing and no content", get(("content-length", "0")), .answered(200)),
        .init(
            "9113 8.1.1",
            "content-length that is no number",
            open(("content-length", "1x")),
            .malformed(.h1(.invalidContentLength))
        ),
        .init(
            "9113 8.1.1",
            "content-length as it is",
            open(("content-length", "2")) ++ H2Bytes.data("xy"),
            .answered(200)
        ),
        .init(
            "9113 8.1.1",
            "content-length without its padding",
            open(("content-length", "1")) ++ H2Bytes.data([2, 0x61, 0, 0], flags: 0x9),
            .answered(200)
        ),
    ]

    private static let fields: [H2Row] = [
        // 8.2 HTTP fields
        .init("9113 8.2", "a field name in upper case", get(("X", "y")), .malformed(.upperCaseFieldName)),
        .init(
            "9113 8.2",
            "a pseudo-header field in upper case",
            H2Bytes.headers(H2Bytes.field(":METHOD", "GET") ++ H2Bytes.request(method: nil)),
            .malformed(.upperCaseFieldName)
        ),

        // 8.2.1 Field validity
        .init("9113 8.2.1", "a field without a name", get(("", "y")), .malformed(.h1(.emptyFieldName))),
        .init("9113 8.2.1", "a field name with a space", get(("x y", "z")), .malformed(.h1(.invalidFieldName))),
        .init("9113 8.2.1", "a field name with a colon inside", get(("x:y", "z")), .malformed(.h1(.invalidFieldName))),
        .init(
            "9113 8.2.1",
            "a field name with a byte above 0x7E",
            get(("x\u{E9}", "z")),
            .malformed(.h1(.invalidFieldName))
        ),
        .init("9113 8.2.1", "a field name with CR LF", get(("x\r\ny", "z")), .malformed(.h1(.invalidFieldName))),
        .init("9113 8.2.1", "a value with NUL", get(("x", "y\0")), .malformed(.h1(.nulByte))),
        .init("9113 8.2.1", "a value with LF", get(("x", "y\nz: 1")), .malformed(.h1(.bareLineFeed))),
        .init("9113 8.2.1", "a value with CR", get(("x", "y\rz")), .malformed(.h1(.bareCarriageReturn))),
        .init(
            "9113 8.2.1",
            "a value with CR LF and another field",
            get(("x", "y\r\nhost: b")),
            .malformed(.h1(.bareCarriageReturn))
        ),
        .init("9113 8.2.1", "a value that begins with a space", get(("x", " y")), .malformed(.spaceAroundValue)),
        .init("9113 8.2.1", "a value that ends with a tab", get(("x", "y\t")), .malformed(.spaceAroundValue)),
        .init("9113 8.2.1", "a value of nothing", get(("x", "")), .answered(200)),
        .init("9113 8.2.1", "a value with bytes above 0x7F", get(("x", "\u{E9}")), .answered(200)),
        .init(
            "9113 8.2.1",
            "a path with LF",
            H2Bytes.headers(H2Bytes.request(path: "/\nx")),
            .malformed(.h1(.bareLineFeed))
        ),

        // 8.2.2 Connection-specific fields
        .init("9113 8.2.2", "connection", get(("connection", "keep-alive")), .malformed(.connectionField)),
        .init("9113 8.2.2", "proxy-connection", get(("proxy-connection", "keep-alive")), .malformed(.connectionField)),
        .init("9113 8.2.2", "keep-alive", get(("keep-alive", "timeout=5")), .malformed(.connectionField)),
        .init("9113 8.2.2", "transfer-encoding", get(("transfer-encoding", "chunked")), .malformed(.connectionField)),
        .init("9113 8.2.2", "upgrade", get(("upgrade", "h2c")), .malformed(.connectionField)),
        .init("9113 8.2.2", "te other than trailers", get(("te", "trailers, deflate")), .malformed(.invalidTE)),
        .init("9113 8.2.2", "te of trailers", get(("te", "trailers")), .answered(200)),
        .init(
            "9113 8.2.2",
            "connection in trailers",
            open() ++ trailers(("connection", "x")),
            .malformedLater(.connectionField)
        ),

        // 8.2.3 Compressing the Cookie field
        .init(
            "9113 8.2.3",
            "a cookie in crumbs",
            get(("cookie", "a=b"), ("cookie", "c=d"), ("cookie", "e=f")),
            .answered(200)
        ),
    ]

    private static let pseudoHeaders: [H2Row] = [
        // 8.3 HTTP control data
        .init(
            "9113 8.3",
            "a pseudo-header field that nobody knows",
            H2Bytes.headers(H2Bytes.field(":test", "x") ++ H2Bytes.request()),
            .malformed(.unknownPseudoHeader)
        ),
        .init(
            "9113 8.3",
            "a pseudo-header field of answers",
            H2Bytes.headers(H2Bytes.field(":status", "200") ++ H2Bytes.request()),
            .malformed(.misplacedPseudoHeader)
        ),
        .init(
            "9113 8.3",
            "a pseudo-header field behind a field",
            H2Bytes.headers(H2Bytes.field("x", "y") ++ H2Bytes.request()),
            .malformed(.pseudoHeaderAfterField)
        ),
        .init(
            "9113 8.3",
            "a pseudo-header field in trailers",
            open() ++ trailers((":path", "/")),
            .malformedLater(.pseudoHeaderInTrailers)
        ),
        .init(
            "9113 8.3",
            "a pseudo-header field without a name",
            H2Bytes.headers(H2Bytes.field(":", "x") ++ H2Bytes.request()),
            .malformed(.unknownPseudoHeader)
        ),

        // 8.3.1 Request pseudo-header fields
        .init("9113 8.3.1", "an empty :path", H2Bytes.headers(H2Bytes.request(path: "")), .malformed(.emptyPath)),
        .init("9113 8.3.1", "no :method", H2Bytes.headers(H2Bytes.request(method: nil)), .malformed(.missingMethod)),
        .init("9113 8.3.1", "no :scheme", H2Bytes.headers(H2Bytes.request(scheme: nil)), .malformed(.missingScheme)),
        .init("9113 8.3.1", "no :path", H2Bytes.headers(H2Bytes.request(path: nil)), .malformed(.missingPath)),
        .init(
            "9113 8.3.1",
            "two :method",
            H2Bytes.headers(H2Bytes.field(":method", "GET") ++ H2Bytes.request()),
            .malformed(.repeatedPseudoHeader)
        ),
        .init(
            "9113 8.3.1",
            "two :scheme",
            H2Bytes.headers(H2Bytes.field(":scheme", "http") ++ H2Bytes.request()),
            .malformed(.repeatedPseudoHeader)
        ),
        .init(
            "9113 8.3.1",
            "two :path",
            H2Bytes.headers(H2Bytes.field(":path", "/") ++ H2Bytes.request()),
            .malformed(.repeatedPseudoHeader)
        ),
        .init(
            "9113 8.3.1",
            "two :authority",
            H2Bytes.headers(H2Bytes.field(":authority", "b") ++ H2Bytes.request()),
            .malformed(.repeatedPseudoHeader)
        ),
        .init(
            "9113 8.3.1",
            "no :authority and no host",
            H2Bytes.headers(H2Bytes.request(authority: nil)),
            .malformed(.h1(.missingHost))
        ),
        .init(
            "9113 8.3.1",
            "host in place of :authority",
            H2Bytes.headers(H2Bytes.request(authority: nil, ("host", "a.example"))),
            .answered(200)
        ),
        .init("9113 8.3.1", "host that agrees with :authority", get(("host", "a.example")), .answered(200)),
        .init(
            "9113 8.3.1",
            "host that differs from :authority",
            get(("host", "b.example")),
            .malformed(.h1(.hostMismatch))
        ),
        .init(
            "9113 8.3.1",
            "user information in :authority",
            H2Bytes.headers(H2Bytes.request(authority: "me@a.example")),
            .malformed(.h1(.userInfoInAuthority))
        ),
        .init(
            "9113 8.3.1",
            "a path without a slash",
            H2Bytes.headers(H2Bytes.request(path: "x")),
            .malformed(.h1(.invalidTarget))
        ),
        .init(
            "9113 8.3.1",
            "a path that is a whole URI",
            H2Bytes.headers(H2Bytes.request(path: "http://b.example/")),
            .malformed(.h1(.invalidTarget))
        ),
        .init(
            "9113 8.3.1",
            "OPTIONS *",
            H2Bytes.headers(H2Bytes.request(method: "OPTIONS", path: "*")),
            .answered(200)
        ),
        .init(
            "9113 8.3.1",
            "GET *",
            H2Bytes.headers(H2Bytes.request(path: "*")),
            .malformed(.h1(.asteriskWithoutOptions))
        ),
        .init(
            "9113 8.3.1",
            "a method that is no token",
            H2Bytes.headers(H2Bytes.request(method: "G T")),
            .malformed(.invalidMethod)
        ),
        .init(
            "9113 8.3.1",
            "a scheme that is not the connection's",
            H2Bytes.headers(H2Bytes.request(scheme: "https")),
            .malformed(.schemeMismatch)
        ),
        .init(
            "9113 8.3.1",
            "a scheme that is not HTTP's",
            H2Bytes.headers(H2Bytes.request(scheme: "ftp")),
            .malformed(.h1(.unsupportedScheme))
        ),
    ]
}
