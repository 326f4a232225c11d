// RFC 9112, 6.3 and 8: is exactly the body handed out, however it is framed, and is a missing end noticed?

import Bytes
import HTTP
import Testing

@Suite struct `Body reader` {
    /// Feeds `text` cut at `cut` and returns the body, the bytes taken, and the fault.
    private func read(_ text: String, _ framing: BodyFraming, cut: Int, limit: UInt64 = .max)
        -> (body: String, consumed: Int, isComplete: Bool, fault: H1Error?)
    {
        var reader = BodyReader(framing: framing, limits: H1Limits(), bodyLimit: limit)
        let bytes = Array(text.utf8)
        var body = ""
        var consumed = 0
        for end in [cut, bytes.count] {
            while true {
                let before = consumed
                var fault: H1Error?
                Array(bytes[min(consumed, end)..<end]).withByteView { view in
                    switch reader.next(view) {
                    case .data(let data, let count):
                        body += String(data)
                        consumed += count
                    case .needMore(let count), .end(let count): consumed += count
                    case .failed(let error): fault = error
                    }
                }
                if let fault { return (body, consumed, false, fault) }
                if consumed == before { break }
            }
        }
        return (body, consumed, reader.isComplete, reader.inputEnded())
    }

    @Test(arguments: [
        ("GET /", BodyFraming.none, "", 0), ("GET /", .length(0), "", 0), ("helloGET /", .length(5), "hello", 5),
        ("5\r\nhello\r\n0\r\n\r\nGET /", .chunked, "hello", 15),
    ])
    func `the body ends where its framing says`(text: String, framing: BodyFraming, body: String, consumed: Int) {
        for cut in 0...text.utf8.count {
            let seen = read(text, framing, cut: cut)
            #expect(seen.body == body && seen.consumed == consumed && seen.isComplete && seen.fault == nil)
        }
    }

    @Test func `a body until close is complete when the peer has closed`() {
        let seen = read("hello", .untilClose, cut: 2)
        #expect(seen.body == "hello" && !seen.isComplete && seen.fault == nil)
        var reader = BodyReader(framing: .untilClose, limits: H1Limits())
        #expect(reader.inputEnded() == nil && reader.isComplete)
    }

    @Test(arguments: [
        ("hell", BodyFraming.length(5)), ("", .length(5)), ("5\r\nhello\r\n0\r\n", .chunked),
        ("5\r\nhello\r\n", .chunked), ("", .chunked),
    ])
    func `a body that ends early is never complete`(text: String, framing: BodyFraming) {
        let seen = read(text, framing, cut: 0)
        #expect(!seen.isComplete && seen.fault == .truncatedBody)
    }

    @Test func `a body over its limit is refused, one at its limit is not`() {
        #expect(read("hello", .length(5), cut: 0, limit: 5).fault == nil)
        #expect(read("hello", .length(5), cut: 0, limit: 4).fault == .bodyTooLarge)
        #expect(read("5\r\nhello\r\n0\r\n\r\n", .chunked, cut: 0, limit: 5).fault == nil)
        #expect(read("3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", .chunked, cut: 0, limit: 4).fault == .bodyTooLarge)
        #expect(read("hello", .untilClose, cut: 3, limit: 4).fault == .bodyTooLarge)
    }

    @Test func `a reader serves one body after the other`() {
        var reader = BodyReader(framing: .length(2), limits: H1Limits())
        #expect(reader.bytesRemaining == 2)
        Array("hi".utf8).withByteView { view in _ = reader.next(view) }
        #expect(reader.isComplete && reader.bytesRead == 2 && reader.bytesRemaining == 0)
        reader.begin(framing: .chunked)
        #expect(!reader.isComplete && reader.bytesRead == 0 && reader.bytesRemaining == nil)
        Array("0\r\nX: y\r\n\r\n".utf8).withByteView { view in _ = reader.next(view) }
        #expect(reader.isComplete && reader.trailers == "X: y\r\n")
        reader.begin(framing: .none)
        #expect(reader.isComplete == true)
    }
}
