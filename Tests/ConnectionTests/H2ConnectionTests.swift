// Do connections of HTTP/2 write what their sessions say, and no more than the peer takes?

import Bytes
import Connection
import HTTP
import Testing
import Wire

@Suite struct H2ConnectionTests {
    private static let most = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    private static func bytes(_ count: Int) -> [UInt8] { Array(most[..<count]) }

    /// Both ends with one request under way, which has content.
    private static func talking(window: UInt32 = 256 << 10) -> H2Ends {
        let settings = H2Settings(window: window, connectionWindow: 16 << 20)
        let ends = H2Ends(client: settings, server: settings)
        _ = ends.ask(hasContent: true)
        ends.talk(turns: 3)
        return ends
    }

    @Test func `content both ways arrives whole`() {
        let ends = Self.talking()
        ends.respond(ends.requests[0])
        Self.bytes(1_000_000).withByteView { ends.client.session.write(0, $0) }
        Self.bytes(700_000).withByteView { ends.server.session.write(ends.requests[0], $0) }
        ends.talk()
        #expect(ends.asked == Self.bytes(1_000_000))
        #expect(ends.answered == Self.bytes(700_000))
    }

    @Test func `a peer that takes nothing stops the flush, and gets all in the end`() {
        let ends = Self.talking(window: 4 << 20)
        let stream = ends.requests[0]
        ends.respond(stream)
        Self.bytes(3_000_000).withByteView { ends.server.session.write(stream, $0) }
        var step = ends.flushServer()
        guard case .pending = step else {
            Issue.record("the socket takes everything at once")
            return
        }
        let written = ends.server.session.written(by: stream)
        step = ends.server.flush(&ends.framed, &ends.pairs, &ends.io)
        let (isSame, isWaiting) = (
            ends.server.session.written(by: stream) == written, ends.server.conduit.hasPendingOutput
        )
        #expect(isSame && isWaiting, "the session was asked for more")
        let waiting = ends.server.conduit.pendingOutputBytes
        #expect(waiting <= (64 << 10) + 16_384 + 9, "more is kept than one flush gathers")
        for _ in 0..<200 {
            ends.readClient()
            _ = ends.flushServer()
        }
        ends.readClient()
        #expect(ends.answered == Self.bytes(3_000_000))
    }

    @Test func `content that passes through is written at once, and what the window refuses is kept`() {
        let ends = Self.talking(window: 65_535)
        let stream = ends.requests[0]
        ends.respond(stream)
        _ = Self.bytes(40_000).withByteView { ends.server.write($0, on: stream, &ends.framed, &ends.pairs, &ends.io) }
        var kept = ends.server.session.pendingOutput(of: stream)
        #expect(kept == 0)
        _ = Self.bytes(40_000).withByteView { ends.server.write($0, on: stream, &ends.framed, &ends.pairs, &ends.io) }
        kept = ends.server.session.pendingOutput(of: stream)
        #expect(kept == 80_000 - 65_535)
        ends.talk()
        #expect(ends.answered == Self.bytes(40_000) + Self.bytes(40_000))
    }

    @Test func `who waits for a full conduit is told of room`() {
        let ends = Self.talking(window: 4 << 20)
        let stream = ends.requests[0]
        ends.respond(stream)
        Self.bytes(3_000_000).withByteView { ends.server.session.write(stream, $0) }
        ends.server.session.awaitRoom(stream)
        _ = ends.flushServer()
        #expect(ends.roomsOfServer == 0)
        ends.talk(turns: 200)
        #expect(ends.roomsOfServer == 1)
    }

    @Test func `a client has room up to the limit of both, until it retires`() {
        let ends = H2Ends(server: H2Settings(streams: 3), streamLimit: 5)
        ends.talk(turns: 2)
        ends.client.running = 1
        var hasRoom = ends.client.hasRoom
        #expect(!hasRoom, "The server has not said yet how many streams it allows.")
        ends.client.hasSettings = true
        ends.client.running = 2
        hasRoom = ends.client.hasRoom
        #expect(hasRoom)
        ends.client.running = 3
        hasRoom = ends.client.hasRoom
        #expect(!hasRoom)
        ends.client.running = 0
        ends.client.isRetiring = true
        hasRoom = ends.client.hasRoom
        #expect(!hasRoom)

        let own = H2Ends(server: H2Settings(streams: 100), streamLimit: 5)
        own.talk(turns: 2)
        own.client.hasSettings = true
        own.client.running = 5
        hasRoom = own.client.hasRoom
        #expect(!hasRoom)
    }
}
