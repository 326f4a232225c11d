// RFC 9112, 7.1: is the chunked coding taken off, whole and in pieces, and refused when it is malformed?

import Bytes
import HTTP
import Testing

/// What came out of a decoder: the body, the trailers, and how many bytes were taken; or what was wrong.
private struct Decoded: Equatable {
    var body = ""
    var trailers = ""
    var consumed = 0
    var isComplete = false
    var fault: H1Error?

    init(_ bytes: [UInt8], cutAt cuts: [Int], limits: H1Limits = H1Limits()) {
        var decoder = ChunkedDecoder(limits: limits)
        for cut in cuts {
            while consumed <= cut, fault == nil, !isComplete {
                let before = consumed
                take(Array(bytes[consumed..<cut]), by: &decoder)
                if consumed == before { break }
            }
        }
        trailers = isComplete ? String(decoder.trailers) : ""
    }

    private mutating func take(_ input: [UInt8], by decoder: inout ChunkedDecoder) {
        input.withByteView { view in
            switch decoder.next(view) {
            case .data(let bytes, let count):
                body += String(bytes)
                consumed += count
            case .needMore(let count): consumed += count
            case .end(let count):
                consumed += count
                isComplete = true
            case .failed(let error): fault = error
            }
        }
    }

    static func whole(_ text: String, limits: H1Limits = H1Limits()) -> Decoded {
        Decoded(Array(text.utf8), cutAt: [text.utf8.count], limits: limits)
    }
}

private let refused: [(body: String, fault: H1Error)] = [
    ("\r\n", .invalidChunkSize), ("x\r\n", .invalidChunkSize), (" 5\r\nhello\r\n", .invalidChunkSize),
    ("+5\r\nhello\r\n", .invalidChunkSize),
    ("-5\r\n", .invalidChunkSize), ("0x5\r\nhello\r\n", .invalidChunkSize), ("5 \r\nhello\r\n", .invalidChunkSize),
    ("5\t;a\r\n", .invalidChunkSize),
    (";a\r\n", .invalidChunkSize), ("5,5\r\n", .invalidChunkSize), ("5\u{0}\r\n", .invalidChunkSize),
    ("5\n", .bareLineFeed), ("5\rx", .bareCarriageReturn),
    ("00000000000000005\r\nhello", .chunkSizeTooLarge), ("ffffffffffffffff\r\n", .chunkSizeTooLarge),
    ("8000000000000000\r\n", .chunkSizeTooLarge),
    ("5;a\n", .bareLineFeed), ("5;a\rx", .bareCarriageReturn), ("5;\r\n", .invalidChunkExtension),
    ("5;a=\r\n", .invalidChunkExtension),
    ("5;a=\"b\r\n", .invalidChunkExtension), ("5;a=\"b\"c\r\n", .invalidChunkExtension),
    ("5;a b\r\n", .invalidChunkExtension),
    ("5;a=b c\r\n", .invalidChunkExtension), ("5;=b\r\n", .invalidChunkExtension),
    ("5;a\u{1}\r\n", .invalidChunkExtension), ("5;a=\"\u{7f}\"\r\n", .invalidChunkExtension),
    ("5\r\nhelloX\r\n", .malformedChunkEnd), ("5\r\nhello\n0\r\n\r\n", .malformedChunkEnd),
    ("5\r\nhello\rX", .malformedChunkEnd),
    ("5\r\nhello0\r\n\r\n", .malformedChunkEnd), ("0\r\n\n", .bareLineFeed), ("0\r\n\rX", .bareCarriageReturn),
    ("0\r\nX\r\n\r\n", .missingColon),
    ("0\r\nX : y\r\n\r\n", .spaceBeforeColon), ("0\r\nX: y\n\r\n", .bareLineFeed), ("0\r\n X: y\r\n\r\n", .foldedLine),
    ("0\r\nX: \u{0}\r\n\r\n", .nulByte),
    ("0\r\n: y\r\n\r\n", .emptyFieldName), ("5;\(String(repeating: "a", count: 300))\r\n", .chunkLineTooLong),
    ("0\r\nX: \(String(repeating: "a", count: 9000))\r\n\r\n", .trailersTooLarge),
    ("0\r\n\(String(repeating: "X: y\r\n", count: 33))\r\n", .tooManyTrailers),
]

@Suite struct `Chunked decoder` {
    @Test(arguments: [
        ("0\r\n\r\n", "", ""), ("5\r\nhello\r\n0\r\n\r\n", "hello", ""),
        ("5\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\n\r\n", "hello world", ""),
        ("A\r\n0123456789\r\na\r\n0123456789\r\n000\r\n\r\n", "01234567890123456789", ""),
        ("0000000000000002\r\nhi\r\n0\r\n\r\n", "hi", ""),
        ("2;a\r\nhi\r\n0;b=c;d=\"e\\\"f\" ; g = h\r\n\r\n", "hi", ""), ("2\r\n\r\n\r\n0\r\n\r\n", "\r\n", ""),
        ("0\r\nX-Sum: 1\r\nY:2 \r\n\r\n", "", "X-Sum: 1\r\nY: 2\r\n"),
        (
            "0\r\nContent-Length: 9\r\nHost: b\r\nX: y\r\nTransfer-Encoding: chunked\r\nX-B3-Sampled: 1\r\n\r\n", "",
            "X: y\r\n"
        ),
    ])
    func `a body comes out the same whole, byte by byte and split anywhere`(
        coded: String,
        body: String,
        trailers: String
    ) {
        let bytes = Array((coded + "GET /").utf8)
        var expected = Decoded.whole("")
        expected.body = body
        expected.trailers = trailers
        expected.consumed = coded.utf8.count
        expected.isComplete = true
        #expect(Decoded(bytes, cutAt: [bytes.count]) == expected)
        #expect(Decoded(bytes, cutAt: Array(0...bytes.count)) == expected)
        for cut in 0...bytes.count { #expect(Decoded(bytes, cutAt: [cut, bytes.count]) == expected) }
        for cut in 0..<coded.utf8.count { #expect(!Decoded(bytes, cutAt: [cut]).isComplete) }
    }

    @Test(arguments: refused)
    func `a malformed body is refused for the same reason however it arrives`(coded: String, fault: H1Error) {
        let bytes = Array(coded.utf8)
        #expect(Decoded(bytes, cutAt: [bytes.count]).fault == fault)
        #expect(Decoded(bytes, cutAt: Array(0...bytes.count)).fault == fault)
        for cut in stride(from: 0, through: bytes.count, by: max(1, bytes.count / 64)) {
            #expect(Decoded(bytes, cutAt: [cut, bytes.count]).fault == fault)
        }
    }

    @Test func `a body that turned bad stays bad`() {
        var decoder = ChunkedDecoder(limits: H1Limits())
        for text in ["2\r\nhi\r\n", "x", "0\r\n\r\n"] {
            Array(text.utf8).withByteView { view in
                let step = decoder.next(view)
                if text != "2\r\nhi\r\n", case .failed(let fault) = step { #expect(fault == .invalidChunkSize) }
            }
        }
        #expect(decoder.isComplete == false)
        decoder.reset()
        Array("0\r\n\r\n".utf8).withByteView { view in _ = decoder.next(view) }
        #expect(decoder.isComplete == true)
    }

    @Test func `what is written as chunks is read as the same bytes`() {
        var random = SeededRandom(seed: 31)
        for _ in 0..<200 {
            var coded = ByteBuffer()
            var body: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<6, using: &random) {
                let chunk = (0..<Int.random(in: 1..<40, using: &random)).map { _ in
                    UInt8.random(in: 0x20...0x7E, using: &random)
                }
                H1Serializer.chunkHeader(count: chunk.count, into: &coded)
                chunk.withByteView { coded.append($0) }
                H1Serializer.chunkFooter(into: &coded)
                body += chunk
            }
            H1Serializer.lastChunk(trailers: ByteView("X-Sum: 1\r\n"), into: &coded)
            let bytes = coded.readable.array
            let cuts = (0..<3).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted() + [bytes.count]
            let seen = Decoded(bytes, cutAt: cuts)
            #expect(seen.isComplete && seen.consumed == bytes.count && Array(seen.body.utf8) == body)
            #expect(seen.trailers == "X-Sum: 1\r\n")
        }
    }
}
