// Does an upstream connection understand an answer however it comes, and know when it may serve again?

import Bytes
import HTTP
import Testing
import Wire

@testable import Connection

/// RFC 9112, 6.3 and 9.3.
@Suite struct H1ClientConnectionTests {
    private static let length = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
    private static let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let close = "HTTP/1.1 200 OK\r\n\r\n"

    @Test(arguments: [
        (H1ClientConnectionTests.length, BodyFraming.length(5), "hello"),
        (H1ClientConnectionTests.chunked, .chunked, "2\r\nhe\r\n3\r\nllo\r\n0\r\nT: 1\r\n\r\n"),
    ])
    func `an answer is the same wherever it is split`(row: (head: String, framing: BodyFraming, body: String)) {
        let bytes = Array((row.head + row.body).utf8)
        for cut in 1..<bytes.count {
            var side = ClientSide()
            var seen = side.head(after: Array(bytes[..<cut]))
            var late = Array(bytes[cut...])
            if seen == .wait {
                side.connection.park()
                seen = side.head(after: late)
                late = []
            }
            guard seen == .head(row.head) else { Issue.record("split at \(cut): \(seen)"); continue }
            side.settle(row.framing, head: row.head)
            var body = side.body()
            if body.last == .wait {
                side.connection.park()
                side.arrive(late)
                let rest = side.body()
                body = (body.text + rest.text, rest.last)
            }
            #expect(body.text == "hello" && body.last == .end, "split at \(cut)")
            let reusable = side.connection.finishExchange()
            #expect(reusable, "split at \(cut)")
        }
    }

    @Test func `an answer that comes byte by byte is understood`() {
        var side = ClientSide()
        for byte in Array(Self.length.utf8).dropLast() {
            #expect(side.head(after: [byte]) == .wait)
            side.connection.park()
        }
        #expect(side.head(after: [0x0A]) == .head(Self.length))
        side.settle(.length(5), head: Self.length)
        var text = ""
        for byte in Array("hello".utf8) {
            side.arrive([byte])
            text += side.body().text
            side.connection.park()
        }
        #expect(text == "hello")
        #expect(side.body().last == .end)
    }

    @Test func `interim heads come before the final one and are counted`() {
        var side = ClientSide()
        let interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
        #expect(side.head(after: interim + interim + Self.length) == .head(interim))
        side.connection.settleInterim(length: interim.utf8.count)
        #expect(side.head() == .head(interim))
        side.connection.settleInterim(length: interim.utf8.count)
        #expect(side.connection.interims == 2)
        #expect(side.head() == .head(Self.length))
    }

    @Test func `a body until the close ends whole with a FIN and never serves again`() {
        var side = ClientSide()
        _ = side.head(after: Self.close + "hel")
        side.settle(.untilClose, head: Self.close)
        #expect(side.body().text == "hel")
        side.wires.send("lo")
        side.wires.finishSending()
        side.connection.conduit.noteReadable(hangup: true)
        let body = side.body()
        #expect(body.text == "lo" && body.last == .end)
        let reusable = side.connection.finishExchange()
        #expect(!reusable)
    }

    @Test(arguments: [
        (H1ClientConnectionTests.length, BodyFraming.length(5), "hell"),
        (H1ClientConnectionTests.chunked, .chunked, "5\r\nhel"),
        (H1ClientConnectionTests.chunked, .chunked, "5\r\nhello\r\n"),
        (H1ClientConnectionTests.chunked, .chunked, "5\r\nhello\r\n0\r\n"),
    ])
    func `a body that ends early is cut`(row: (head: String, framing: BodyFraming, body: String)) {
        var side = ClientSide()
        _ = side.head(after: row.head + row.body)
        side.settle(row.framing, head: row.head)
        side.wires.finishSending()
        side.connection.conduit.noteReadable(hangup: true)
        #expect(side.body().last == .cut)
    }

    @Test func `whether the upstream had begun to answer is known at its end`() {
        var silent = ClientSide()
        silent.wires.finishSending()
        #expect(silent.head() == .end)
        var begun = ClientSide()
        _ = begun.head(after: "HTT")
        begun.wires.finishSending()
        #expect(begun.head() == .cut)
    }

    @Test func `what is not HTTP is refused at its first byte`() {
        var side = ClientSide()
        #expect(side.head(after: "SSH-2.0") == .malformed(.malformedStatusLine))
    }

    @Test func `bytes beyond an answer forbid another exchange`() {
        var side = ClientSide()
        _ = side.head(after: Self.length + "helloEVIL")
        side.settle(.length(5), head: Self.length)
        let body = side.body()
        #expect(body.text == "hello" && body.last == .end)
        let reusable = side.connection.finishExchange()
        #expect(!reusable)
    }

    @Test func `an answer that says close forbids another exchange`() {
        var side = ClientSide()
        _ = side.head(after: Self.length + "hello")
        side.settle(.length(5), head: Self.length, keepAlive: false)
        _ = side.body()
        let reusable = side.connection.finishExchange()
        #expect(!reusable)
    }

    /// An early answer left a chunked request open, and the connection went back to the pool: request smuggling.
    @Test(arguments: [BodyFraming.chunked, .length(10)])
    func `a request that is not out forbids another exchange`(framing: BodyFraming) {
        var side = ClientSide(request: framing)
        var staged = ByteBuffer()
        "abc".withByteView { side.connection.stageBody($0, into: &staged) }
        _ = side.head(after: Self.length + "hello")
        side.settle(.length(5), head: Self.length)
        _ = side.body()
        let reusable = side.connection.finishExchange()
        #expect(!reusable)
    }

    @Test func `a request whose last chunk is out lets its connection serve again`() {
        var side = ClientSide(request: .chunked)
        var staged = ByteBuffer()
        side.connection.stageEnd(trailers: .empty, into: &staged)
        _ = side.head(after: Self.length + "hello")
        side.settle(.length(5), head: Self.length)
        _ = side.body()
        let reusable = side.connection.finishExchange()
        #expect(reusable)
        #expect(side.connection.isReused == false)
        side.connection.begin(exchange: 8, framing: .none)
        #expect(side.connection.isReused == true)
        #expect(side.connection.hasAnswered == false)
        #expect(side.connection.interims == 0)
    }

    @Test func `an idle connection owns no memory`() {
        var side = ClientSide()
        _ = side.head(after: "HTTP/1.1 200 OK\r\nCont")
        side.connection.park()
        #expect(side.connection.holdsMemory == true)
        #expect(side.head(after: "ent-Length: 5\r\n\r\nhello") == .head(Self.length))
        side.settle(.length(5), head: Self.length)
        _ = side.body()
        let reusable = side.connection.finishExchange()
        #expect(reusable)
        #expect(side.connection.holdsMemory == false)
    }
}
