// Is a body framed as its head promised, and is its end told from its middle?

import Bytes
import HTTP
import Testing

@testable import Connection

/// RFC 9112, 6 and 7.1.
@Suite struct BodyWriterTests {
    private func framed(_ framing: BodyFraming, _ pieces: [String], trailers: String = "") -> String {
        var writer = BodyWriter(framing)
        var out = ByteBuffer()
        for piece in pieces { piece.withByteView { writer.frame($0, into: &out) } }
        trailers.withByteView { writer.finish(trailers: $0, into: &out) }
        return String(out.readable)
    }

    @Test func `chunks have a size, data and an end`() {
        #expect(framed(.chunked, ["hello", "x"]) == "5\r\nhello\r\n1\r\nx\r\n0\r\n\r\n")
        #expect(framed(.chunked, []) == "0\r\n\r\n")
        #expect(framed(.chunked, ["a"], trailers: "t: 1\r\n") == "1\r\na\r\n0\r\nt: 1\r\n\r\n")
    }

    @Test(arguments: [BodyFraming.length(6), .untilClose]) func `other bodies are their bytes`(framing: BodyFraming) {
        #expect(framed(framing, ["hello", "x"], trailers: "t: 1\r\n") == "hellox")
    }

    @Test func `more than was promised is not accepted`() {
        var writer = BodyWriter(.length(5))
        #expect(writer.accepts(5))
        #expect(!writer.accepts(6))
        var out = ByteBuffer()
        "hell".withByteView { writer.frame($0, into: &out) }
        #expect(writer.accepts(1))
        #expect(!writer.accepts(2))
        #expect(!writer.isComplete)
        "o".withByteView { writer.frame($0, into: &out) }
        #expect(writer.isComplete)
        #expect(writer.written == 5)
        #expect(!BodyWriter(.none).accepts(1))
    }

    /// An early answer came before the last chunk of its request was sent; the connection was taken for reusable, and
    /// the next request would have become part of a chunk.
    @Test func `a chunked body is complete only behind its last chunk`() {
        var writer = BodyWriter(.chunked)
        #expect(!writer.isComplete)
        var out = ByteBuffer()
        "abc".withByteView { writer.frame($0, into: &out) }
        #expect(!writer.isComplete)
        writer.finish(trailers: .empty, into: &out)
        #expect(writer.isComplete)
    }

    @Test func `no body is complete from the start`() {
        #expect(BodyWriter(.none).isComplete)
        #expect(BodyWriter(.length(0)).isComplete)
    }

    @Test func `data that is written from where it lies is framed the same`() {
        var writer = BodyWriter(.chunked)
        var out = ByteBuffer()
        let data = [UInt8](repeating: 0x61, count: 300)
        data.withByteView {
            writer.open($0, into: &out)
            out.append($0)
        }
        out.append(writer.close)
        #expect(
            String(out.readable) == framed(.chunked, [String(repeating: "a", count: 300)]).dropLast(3),
            "but for the last chunk"
        )
    }
}
