// Is the flow of content controlled, and is nothing lost?

import Bytes
import HTTP
import Testing

@Suite struct H2SessionContentTests {
    /// So many bytes, in an order that shows when some are missing.
    private static func bytes(_ count: Int) -> [UInt8] { Array(most[..<count]) }

    private static let most = (0..<1_200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    /// An answer under way: the client sees the head, the server may write.
    private static func answering(
        client: H2Settings = H2Settings(),
        piece: Int = .max
    ) -> (both: H2Conversation, asked: UInt32, seen: UInt32) {
        let both = H2Conversation(client: client, piece: piece)
        let (asked, seen) = both.begin()
        both.server.respond(seen, hasContent: true)
        both.talk()
        _ = both.client.happened()
        return (both, asked, seen)
    }

    @Test(arguments: [1000, 65_535, 65_536, 300_000, 1_200_000]) func `content of any size arrives`(count: Int) {
        let (both, asked, seen) = Self.answering()
        both.server.write(seen, Self.bytes(count))
        both.server.end(seen)
        both.talk()
        #expect(both.client.content[asked] == Self.bytes(count))
        #expect(both.client.happened().last == .closed(asked, .noError))
        #expect(both.client.openStreams == 0)
    }

    @Test(arguments: [1, 13, 1000]) func `content that arrives in small pieces is whole`(piece: Int) {
        let (both, asked, seen) = Self.answering(piece: piece)
        both.server.write(seen, Self.bytes(50_000))
        both.server.end(seen)
        both.talk()
        #expect(both.client.content[asked] == Self.bytes(50_000))
    }

    @Test func `no more than the window is sent, and taking opens it`() {
        let (both, asked, seen) = Self.answering(client: H2Settings(window: 100_000))
        both.client.takesContent = false
        both.client.releases = false
        both.server.write(seen, Self.bytes(250_000))
        both.server.end(seen)
        both.talk()
        #expect(both.server.written(by: seen) == 100_000)
        #expect(both.server.pendingOutput(of: seen) == 150_000)
        both.talk()
        #expect(both.server.written(by: seen) == 100_000)

        both.client.take(asked)
        both.talk()
        #expect(both.server.written(by: seen) == 200_000)
        both.client.take(asked)
        both.talk()
        both.client.take(asked)
        #expect(both.client.content[asked] == Self.bytes(250_000))
    }

    @Test func `all streams together have no more than the connection's window`() {
        let both = H2Conversation(client: H2Settings(window: 1 << 20, connectionWindow: 200_000))
        both.client.takesContent = false
        let streams = (0..<3).map { _ in both.begin() }
        for stream in streams {
            both.server.respond(stream.server, hasContent: true)
            both.server.write(stream.server, Self.bytes(100_000))
        }
        both.talk()
        let written = streams.map { both.server.written(by: $0.server) }.reduce(0, +)
        #expect(written == 200_000)
    }

    @Test func `room is told when the kept content is written, once`() {
        let (both, asked, seen) = Self.answering(client: H2Settings(window: 70_000))
        both.client.takesContent = false
        both.server.write(seen, Self.bytes(100_000))
        both.server.session.awaitRoom(seen)
        both.talk()
        #expect(!both.server.happened().contains(.room(seen)))
        both.client.take(asked)
        both.talk()
        #expect(both.server.happened() == [.room(seen)])
        both.server.write(seen, "more")
        both.talk()
        #expect(both.server.happened().isEmpty)
    }

    @Test func `room is told where nothing is kept when the conduit was full`() {
        let (both, _, seen) = Self.answering()
        both.server.session.awaitRoom(seen)
        both.server.session.tellRoom()
        #expect(both.server.takeWritten() != nil)
        both.server.session.tellRoom()
        #expect(both.server.takeWritten() == nil)
    }

    @Test func `a place that was given back waits for no room`() {
        let (both, _, seen) = Self.answering()
        both.server.session.awaitRoom(seen)
        both.server.session.reset(seen, .internalError)
        both.talk()
        _ = both.server.happened()
        both.server.session.tellRoom()
        #expect(both.server.takeWritten() == nil)
    }

    @Test func `content passes through without being kept while the window is open`() {
        let (both, asked, seen) = Self.answering()
        both.deliver(both.server.writeThrough(seen, Self.bytes(40_000)), to: both.client)
        #expect(both.client.content[asked] == Self.bytes(40_000))
        #expect(both.server.pendingOutput(of: seen) == 0)
    }

    @Test func `what the window refuses of content that passes through is kept, in order`() {
        let (both, asked, seen) = Self.answering(client: H2Settings(window: 65_535))
        both.client.takesContent = false
        let all = Self.bytes(200_000)
        both.deliver(both.server.writeThrough(seen, Array(all[..<100_000])), to: both.client)
        #expect(both.server.pendingOutput(of: seen) == 100_000 - 65_535)
        both.deliver(both.server.writeThrough(seen, Array(all[100_000...])), to: both.client)
        both.server.end(seen)
        both.client.takesContent = true
        both.client.take(asked)
        both.talk()
        #expect(both.client.content[asked] == all)
        #expect(both.client.happened().last == .closed(asked, .noError))
    }

    @Test func `one collect yields about as much as it may`() {
        let (both, asked, seen) = Self.answering(client: H2Settings(window: 1 << 20))
        both.server.write(seen, Self.bytes(500_000))
        both.server.end(seen)
        var pieces: [Int] = []
        while true {
            let desk = both.server.desk
            both.server.session.collect(into: &desk.framed, limit: 40_000, pairs: &desk.pairs)
            if desk.framed.isEmpty { break }
            pieces.append(desk.framed.count)
            both.deliver(desk.framed.readable.array, to: both.client)
            desk.framed.clear()
        }
        #expect(pieces.allSatisfy { $0 < 40_000 + 16_384 + 9 })
        #expect(both.client.content[asked] == Self.bytes(500_000))
    }

    @Test func `content may be taken after its stream is closed`() {
        let (both, asked, seen) = Self.answering()
        both.client.takesContent = false
        both.client.releases = false
        both.server.write(seen, Self.bytes(100_000))
        both.server.end(seen)
        both.talk()
        #expect(both.client.isClosed(asked))
        both.client.take(asked)
        #expect(both.client.content[asked] == Self.bytes(100_000))
        guard case .end = both.client.session.takeContent(asked) else {
            Issue.record("the end is not seen")
            return
        }
        both.client.session.release(asked)
        #expect(both.client.openStreams == 0)
    }

    // MARK: The connection's window

    /// How much a server may send over the connection when nobody takes anything.
    private static func room(of both: H2Conversation, upTo most: Int) -> Int {
        both.client.takesContent = false
        let (_, seen) = both.begin()
        both.server.respond(seen, hasContent: true)
        both.server.write(seen, bytes(most))
        both.talk()
        return Int(both.server.written(by: seen))
    }

    private static let windows = H2Settings(window: 200_000, connectionWindow: 200_000)

    @Test func `content that nobody took gives its window back with the place`() {
        let both = H2Conversation(client: Self.windows)
        both.client.takesContent = false
        for _ in 0..<2000 {
            let (_, seen) = both.begin()
            both.server.respond(seen, hasContent: true)
            both.server.write(seen, Self.bytes(5_000))
            both.server.end(seen)
            both.talk()
        }
        #expect(Self.room(of: both, upTo: 300_000) == 200_000)
    }

    @Test func `content of a stream that was reset gives its window back`() {
        let both = H2Conversation(client: Self.windows)
        both.client.takesContent = false
        for round in 0..<300 {
            let (asked, seen) = both.begin()
            both.server.respond(seen, hasContent: true)
            both.server.write(seen, Self.bytes(50_000))
            // Sometimes content has arrived when the stream ends, sometimes it is on its way.
            if round % 2 == 0 { both.talk() }
            let late = both.server.flush()
            both.client.session.reset(asked, .cancel)
            if round % 3 == 0 { both.deliver(both.client.flush(), to: both.server) }
            both.deliver(late, to: both.client)
            both.talk()
        }
        #expect(Self.room(of: both, upTo: 300_000) == 200_000)
    }

    @Test func `content that is discarded gives its window back`() {
        let both = H2Conversation(client: Self.windows)
        for _ in 0..<20 {
            let (asked, seen) = both.begin()
            both.server.respond(seen, hasContent: true)
            both.server.write(seen, Self.bytes(50_000))
            let bytes = both.server.flush()
            bytes.withByteView { input in
                both.client.session.receive(input, now: 0, into: &both.client.desk.inbox)
                while let event = both.client.desk.inbox.take() {
                    if case .data(let stream, let range) = event {
                        both.client.session.discard(stream, Int(range.count))
                    }
                }
            }
            both.client.session.reset(asked, .cancel)
            both.talk()
        }
        #expect(Self.room(of: both, upTo: 300_000) == 200_000)
    }

    // MARK: What the head announced

    @Test(arguments: [
        ("more than announced", 3, true, H2MessageError.contentBeyondLength),
        ("less than announced", 5, true, .contentShortOfLength),
        ("more than is allowed", 9, false, .h1(.bodyTooLarge)),
    ]) func `content that is not as announced is malformed`(
        what: String,
        length: UInt64,
        isAnnounced: Bool,
        error: H2MessageError
    ) {
        let both = H2Conversation()
        let (asked, seen) = both.begin("POST", hasContent: true)
        let limit: UInt64 = isAnnounced ? .max : 3
        both.server.session.expectContent(seen, framing: isAnnounced ? .length(length) : .chunked, limit: limit)
        both.server.takesContent = false
        both.client.write(asked, "four")
        both.client.end(asked)
        both.talk()
        guard case .malformed(let seen) = both.server.session.takeContent(seen) else {
            Issue.record("\(what) is not malformed")
            return
        }
        #expect(seen == error)
    }
}
