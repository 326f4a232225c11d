// Does a downstream connection understand the same however its bytes come?

import Bytes
import HTTP
import Testing
import Time
import Wire

@testable import Connection

/// RFC 9112, 9.3 and 9.6.
@Suite struct H1ServerConnectionTests {
    private static let get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"
    private static let post = "POST /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let chunks = "3;x=1\r\nabc\r\n2\r\nde\r\n0\r\nX-T: 1\r\n\r\n"

    @Test func `a head that comes whole is seen at once`() {
        var side = ServerSide()
        #expect(side.head(after: Self.get) == .head(Self.get))
    }

    @Test func `a head that comes byte by byte is seen at its last byte`() {
        var side = ServerSide()
        for byte in Array(Self.get.utf8).dropLast() {
            #expect(side.head(after: [byte]) == .wait)
            side.connection.park()
        }
        #expect(side.head(after: Array(Self.get.utf8.suffix(1))) == .head(Self.get))
    }

    @Test func `a head, its body and the next head are the same wherever they are split`() {
        let bytes = Array((Self.post + Self.chunks + Self.get).utf8)
        for cut in 1..<bytes.count {
            var side = ServerSide()
            side.arrive(Array(bytes[..<cut]))
            var rest: [UInt8]? = Array(bytes[cut...])
            let first = resume(&side, &rest) { $0.head(at: .zero) }
            guard first == .head(Self.post) else { Issue.record("split at \(cut): \(first)"); continue }
            side.settle(.chunked, head: Self.post)
            var text = ""
            let end = resume(&side, &rest) { side in
                let step = side.body()
                text += step.text
                return step.last
            }
            #expect(end == .end && text == "abcde", "split at \(cut)")
            #expect(String(side.connection.requestTrailers) == "X-T: 1\r\n", "split at \(cut)")
            #expect(side.connection.phase == .answering)
            side.connection.finishExchange()
            #expect(resume(&side, &rest) { $0.head(at: .zero) } == .head(Self.get), "split at \(cut)")
        }
    }

    /// Takes a step, and once more after the rest has come if it had to wait.
    private func resume(
        _ side: inout ServerSide,
        _ rest: inout [UInt8]?,
        _ step: (inout ServerSide) -> Seen
    ) -> Seen {
        let seen = step(&side)
        guard seen == .wait, let late = rest else { return seen }
        side.connection.park()
        side.arrive(late)
        rest = nil
        return step(&side)
    }

    @Test func `pipelined requests wait in order until the one before is answered`() {
        var side = ServerSide()
        let second = "GET /second HTTP/1.1\r\nHost: h\r\n\r\n"
        #expect(side.head(after: Self.get + second) == .head(Self.get))
        side.settle(.none, head: Self.get)
        #expect(side.connection.phase == .answering)
        side.connection.park()
        #expect(side.connection.mayHaveInput == true)
        side.connection.finishExchange()
        #expect(side.head(at: .zero) == .head(second))
        #expect(side.connection.requests == 1)
    }

    @Test func `memory is held only while something is unread`() {
        var side = ServerSide()
        _ = side.head(after: Self.get)
        side.settle(.none, head: Self.get)
        side.connection.park()
        #expect(side.connection.mayHaveInput == false)
        #expect(side.connection.holdsMemory == false)
        side.connection.finishExchange()
        _ = side.head(after: "GET /")
        side.connection.park()
        #expect(side.connection.holdsMemory == true)
        #expect(side.connection.isInsideHead == true)
        #expect(side.head(after: "a HTTP/1.1\r\nHost: h\r\n\r\n") == .head(Self.get))
        side.settle(.none, head: Self.get)
        side.connection.park()
        #expect(side.connection.holdsMemory == false)
    }

    @Test func `the time of a head begins with its first byte`() {
        var side = ServerSide()
        let (early, late) = (Instant(nanoseconds: 5), Instant(nanoseconds: 9))
        _ = side.head(after: "GE", at: early)
        _ = side.head(after: "T /", at: late)
        #expect(side.connection.headBeganAt == early)
    }

    @Test func `an end between requests is clean, inside of one it is not`() {
        var side = ServerSide()
        side.wires.finishSending()
        #expect(side.head() == .end)
        var other = ServerSide()
        _ = other.head(after: "GET /a HT")
        other.wires.finishSending()
        #expect(other.head() == .cut)
    }

    @Test func `a client that half-closes behind its request still has it served`() {
        var side = ServerSide()
        side.wires.send(Self.get)
        side.wires.finishSending()
        side.connection.conduit.noteReadable(hangup: true)
        #expect(side.head(at: .zero) == .head(Self.get))
        side.settle(.none, head: Self.get)
        side.connection.park()
        let step = "ok".withByteView { side.connection.conduit.write($0, &side.io) }
        #expect(step.isAll)
        side.connection.finishExchange()
        #expect(side.head(at: .zero) == .end)
    }

    /// That is what gives a client more time that has finished sending.
    @Test func `each piece of a body, and its end, is seen to move`() {
        var side = ServerSide()
        _ = side.head(after: Self.post)
        side.settle(.chunked, head: Self.post)
        #expect(side.connection.bodyHasMoved == false)
        for (piece, hasMoved) in [("3\r\n", false), ("a", true), ("bc\r\n", true), ("0\r\n", false), ("\r\n", true)] {
            side.wires.send(piece)
            side.connection.conduit.noteReadable()
            side.connection.bodyHasMoved = false
            _ = side.body()
            #expect(side.connection.bodyHasMoved == hasMoved, "\(piece)")
        }
    }

    @Test(arguments: [BodyFraming.length(5), .chunked]) func `a body that ends early is cut`(framing: BodyFraming) {
        var side = ServerSide()
        _ = side.head(after: Self.post + "3\r\n")
        side.settle(framing, head: Self.post)
        side.wires.finishSending()
        side.connection.conduit.noteReadable(hangup: true)
        #expect(side.body().last == .cut)
        #expect(side.connection.inputEnded == true)
    }

    @Test func `a body beyond its limit and a broken chunk are told apart`() {
        var side = ServerSide()
        _ = side.head(after: Self.post + "4\r\nabcd\r\n")
        side.settle(.chunked, head: Self.post, limit: 3)
        #expect(side.body().last == .malformed(.bodyTooLarge))
        var other = ServerSide()
        _ = other.head(after: Self.post + "zz\r\n")
        other.settle(.chunked, head: Self.post)
        #expect(other.body().last == .malformed(.invalidChunkSize))
    }

    @Test func `nothing beyond a body's length is taken`() {
        var side = ServerSide()
        let head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n"
        _ = side.head(after: head + "abc" + Self.get)
        side.settle(.length(3), head: head)
        let body = side.body()
        #expect(body.text == "abc" && body.last == .end)
        side.connection.finishExchange()
        #expect(side.head(at: .zero) == .head(Self.get))
    }

    @Test(arguments: [(" / HTTP", H1Error.malformedRequestLine), ("GET / HTTP/1.1\nHost", .bareLineFeed)])
    func `what cannot become a request is refused before its end`(row: (String, H1Error)) {
        var side = ServerSide()
        #expect(side.head(after: row.0) == .malformed(row.1))
    }

    @Test func `body bytes are counted for the rate`() {
        var side = ServerSide()
        _ = side.head(after: Self.post + Self.chunks)
        side.settle(.chunked, head: Self.post)
        _ = side.body()
        #expect(side.connection.bodyBytesInWindow == 5)
    }

    @Test func `an answer leaves framed, and knows when it is whole`() {
        var side = ServerSide()
        var staged = ByteBuffer()
        side.connection.beginResponse(.chunked)
        staged.append("HEAD ")
        "abc".withByteView { side.connection.stageBody($0, into: &staged) }
        #expect(side.connection.responseIsComplete == false)
        let big = [UInt8](repeating: 0x7A, count: 5000)
        let step = big.withByteView { side.connection.writeBody($0, after: &staged, &side.io) }
        #expect(step.isAll)
        #expect(staged.isEmpty == true)
        side.connection.stageEnd(trailers: .empty, into: &staged)
        let last = side.connection.write(&staged, &side.io)
        #expect(last.isAll)
        #expect(staged.isEmpty == true)
        #expect(side.connection.responseIsComplete == true)
        #expect(side.connection.responseBytes == 5003)
        #expect(side.wires.received().hasPrefix("HEAD 3\r\nabc\r\n1388\r\nzzz"))
    }

    @Test func `a lingering connection drops what comes until the client ends`() {
        var side = ServerSide()
        side.arrive(Array("late".utf8))
        #expect(side.discard(limit: 100) == true)
        #expect(side.connection.discardedBytes == 4)
        side.wires.finishSending()
        side.connection.conduit.noteReadable(hangup: true)
        #expect(side.discard(limit: 100) == false)
    }

    /// It was closed then, with unread input: the reset took away what the client had not read of its answer.
    @Test func `beyond its limit a lingering client is left to wait`() {
        var side = ServerSide()
        side.arrive([UInt8](repeating: 1, count: 10))
        #expect(side.discard(limit: 8) == true)
        side.arrive([UInt8](repeating: 1, count: 10))
        #expect(side.discard(limit: 8) == true)
        #expect(side.connection.discardedBytes == 10)
    }
}

extension WriteStep {
    var isAll: Bool { if case .all = self { true } else { false } }
}
