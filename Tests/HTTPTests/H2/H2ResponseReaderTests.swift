// RFC 9113, 8.1 and 8.3.2: is an answer over HTTP/2 understood or refused, and the trailers and content behind it?

import Bytes
import HTTP
import Testing

@Suite struct H2ResponseReaderTests {
    @Test(
        arguments: [
            ([], false, .missingStatus), ([("server", "a")], false, .missingStatus),
            ([(":status", "99")], false, .h1(.malformedStatus)), ([(":status", "600")], false, .h1(.malformedStatus)),
            ([(":status", "0200")], false, .h1(.malformedStatus)), ([(":status", "2x0")], false, .h1(.malformedStatus)),
            ([(":status", "200 OK")], false, .h1(.malformedStatus)), ([(":status", "")], false, .h1(.malformedStatus)),
            ([(":status", "200"), (":status", "200")], false, .repeatedPseudoHeader),
            ([(":status", "200"), (":path", "/")], false, .misplacedPseudoHeader),
            ([("server", "a"), (":status", "200")], false, .pseudoHeaderAfterField),
            ([(":status", "101")], false, .switchingProtocols), ([(":status", "103")], true, .interimEndsStream),
            ([(":status", "200"), ("connection", "close")], false, .connectionField),
            ([(":status", "200"), ("transfer-encoding", "chunked")], false, .connectionField),
            ([(":status", "200"), ("Server", "a")], false, .upperCaseFieldName),
            ([(":status", "200"), ("a", "b\r\nc: d")], false, .h1(.bareCarriageReturn)),
            ([(":status", "200"), ("content-length", "x")], false, .h1(.invalidContentLength)),
            (
                [(":status", "200"), ("content-length", "1"), ("content-length", "1")], false,
                .h1(.severalContentLengths)
            ),
            ([(":status", "200"), ("content-length", "1")], true, .contentShortOfLength),
        ] as [([Pair], Bool, H2MessageError)]
    )
    func `a malformed answer is refused for its fault`(row: ([Pair], Bool, H2MessageError)) {
        #expect(SeenH2Response.read(row.0, endsStream: row.1).fault == row.2)
    }

    @Test(
        arguments: [
            ("200", nil, HTTP.Method.get, false, BodyFraming.chunked), ("200", "5", .get, false, .length(5)),
            ("200", nil, .get, true, .length(0)), ("200", "0", .get, true, .length(0)),
            ("200", "5", .head, true, .none),
            ("200", nil, .head, false, .none), ("304", "5", .get, true, .none), ("204", nil, .get, true, .none),
            ("100", nil, .post, false, .none), ("200", nil, .connect, false, .chunked),
            ("200", "5", .connect, false, .chunked), ("200", nil, .connect, true, .none),
            ("404", "5", .connect, false, .length(5)),
        ] as [(String, String?, HTTP.Method, Bool, BodyFraming)]
    )
    func `status, method, length and the stream's end frame the body`(
        row: (String, String?, HTTP.Method, Bool, BodyFraming)
    ) throws {
        let length: [Pair] = row.1.map { [("content-length", $0)] } ?? []
        let head = try SeenH2Response.read([(":status", row.0)] + length, endsStream: row.3, to: row.2).get()
        #expect(head.framing == row.4)
    }

    @Test func `an answer says what HTTP1 would say`() throws {
        let head = try SeenH2Response.read([(":status", "404"), ("server", "a"), ("x", "y")]).get()
        #expect(head.status == .notFound && head.version == .http2 && !head.isInterim)
        #expect(head.fields == ["server: a", "x: y"])
        #expect(try SeenH2Response.read([(":status", "103")]).get().isInterim)
    }
}

@Suite struct H2TrailerReaderTests {
    private func read(_ pairs: [Pair], limits: H1Limits = H1Limits()) -> Result<String, H2MessageError> {
        var sections = H2Sections()
        let section = section(
            of: pairs,
            in: &sections,
            headBytes: limits.trailerBytes,
            fields: limits.trailerFields
        )
        var lines = ByteBuffer()
        do throws(H2MessageError) {
            try H2TrailerReader.append(section, of: sections, to: &lines, limits: limits)
            return .success(String(lines.readable))
        } catch {
            let written = lines.count
            #expect(written == 0)
            return .failure(error)
        }
    }

    @Test func `trailers come as lines, without those that may not stand there`() throws {
        let pairs: [Pair] = [
            ("grpc-status", "0"), ("content-length", "5"), ("grpc-message", "ok"), ("host", "a"),
            ("authorization", "b"),
        ]
        #expect(try read(pairs).get() == "grpc-status: 0\r\ngrpc-message: ok\r\n")
        #expect(try read([]).get().isEmpty)
    }

    @Test func `trailers are bounded`() {
        var limits = H1Limits()
        limits.trailerFields = 2
        limits.trailerBytes = 200
        #expect(read([("a", "b"), ("c", "d")], limits: limits).fault == nil)
        #expect(read([("a", "b"), ("c", "d"), ("e", "f")], limits: limits).fault == .h1(.tooManyTrailers))
        let long = String(repeating: "x", count: 200)
        #expect(read([("a", long)], limits: limits).fault == .h1(.trailersTooLarge))
    }

    @Test(
        arguments: [
            ([(":status", "200")], .pseudoHeaderInTrailers), ([(":path", "/")], .pseudoHeaderInTrailers),
            ([(":x", "/")], .unknownPseudoHeader), ([("connection", "close")], .connectionField),
            ([("transfer-encoding", "chunked")], .connectionField), ([("A", "b")], .upperCaseFieldName),
            ([("a", "b\r\n")], .h1(.bareCarriageReturn)), ([("a", "b "), ("c", "d")], .spaceAroundValue),
        ] as [([Pair], H2MessageError)]
    )
    func `a malformed trailer section is refused for its fault`(row: ([Pair], H2MessageError)) {
        #expect(read(row.0).fault == row.1)
    }
}

@Suite struct H2ContentCountTests {
    @Test func `content is exactly as long as announced`() throws {
        var exact = H2ContentCount(.length(5))
        try exact.receive(2)
        #expect(throws: H2MessageError.contentShortOfLength) { try exact.end() }
        try exact.receive(3)
        try exact.end()
        #expect(throws: H2MessageError.contentBeyondLength) { try exact.receive(1) }
    }

    @Test func `no content means no byte, and without a length any number may come`() throws {
        var none = H2ContentCount(.none)
        try none.receive(0)
        try none.end()
        #expect(throws: H2MessageError.contentBeyondLength) { try none.receive(1) }
        var any = H2ContentCount(.chunked)
        try any.receive(1 << 40)
        try any.end()
        #expect(any.bytesReceived == 1 << 40)
    }
}
