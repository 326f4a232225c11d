// Do two sessions understand each other?

import Bytes
import HTTP
import Testing

@Suite struct H2SessionTests {
    private static let head = [":method: GET", ":scheme: https", ":path: /", ":authority: a.example"]
    static let pieces = [1, 2, 7, 9, 10, 100, Int.max]

    @Test(arguments: pieces) func `a request and its answer`(piece: Int) {
        let both = H2Conversation(piece: piece)
        let asked = both.client.request("GET", "accept: */*\r\n")!
        both.talk()
        #expect(both.client.happened() == [.sent(asked)])
        #expect(both.server.happened() == [.section(0, Self.head + ["accept: */*"], ends: true)])

        both.server.respond(0, 204, "server: me\r\n")
        both.talk()
        #expect(both.server.happened() == [.sent(0), .closed(0, .noError)])
        #expect(
            both.client.happened() == [
                .section(asked, [":status: 204", "server: me"], ends: true), .closed(asked, .noError),
            ]
        )
        #expect(both.client.openStreams == 0)
        #expect(both.server.openStreams == 0)
    }

    @Test(arguments: pieces) func `content and trailers both ways`(piece: Int) {
        let both = H2Conversation(piece: piece)
        let (asked, seen) = both.begin("POST", hasContent: true)
        both.client.write(asked, "question")
        both.client.end(asked, trailers: "why: because\r\n")
        both.talk()
        #expect(both.server.content[seen].map { String(decoding: $0, as: UTF8.self) } == "question")
        #expect(both.server.happened().contains(.section(seen, ["why: because"], ends: true)))

        both.server.respond(seen, hasContent: true)
        both.server.write(seen, "ans")
        both.server.write(seen, "wer")
        both.server.end(seen, trailers: "grpc-status: 0\r\n")
        both.talk()
        #expect(both.client.content[asked].map { String(decoding: $0, as: UTF8.self) } == "answer")
        #expect(
            both.client.happened().suffix(2) == [
                .section(asked, ["grpc-status: 0"], ends: true), .closed(asked, .noError),
            ]
        )
    }

    @Test func `trailers whose fields may not be sent end the content all the same`() {
        let both = H2Conversation()
        let (asked, seen) = both.begin()
        both.server.respond(seen, hasContent: true)
        both.server.write(seen, "x")
        both.server.end(seen, trailers: "connection: close\r\n")
        both.talk()
        #expect(both.client.happened().last == .closed(asked, .noError))
    }

    @Test func `interim answers come before the final one`() {
        let both = H2Conversation()
        let (asked, seen) = both.begin("POST", hasContent: true)
        both.server.inform(seen, 100)
        both.server.inform(seen, 103, "link: </a>\r\n")
        both.server.respond(seen, 200)
        both.talk()
        #expect(
            both.client.happened().prefix(3) == [
                .section(asked, [":status: 100"], ends: false),
                .section(asked, [":status: 103", "link: </a>"], ends: false),
                .section(asked, [":status: 200"], ends: true),
            ]
        )
    }

    @Test func `an empty content ends with an empty frame`() {
        let both = H2Conversation()
        let (asked, seen) = both.begin()
        both.server.respond(seen, hasContent: true)
        both.server.end(seen)
        both.talk()
        #expect(both.client.happened().suffix(2) == [.end(asked), .closed(asked, .noError)])
    }

    @Test func `many streams run side by side`() {
        let both = H2Conversation()
        let asked = (0..<100).map { _ in both.client.request()! }
        both.talk()
        let seen = both.server.happened().compactMap { event in
            if case .section(let stream, _, _) = event { stream } else { nil }
        }
        #expect(seen.count == 100)
        for stream in seen { both.server.respond(stream, hasContent: true) }
        for stream in seen.reversed() {
            both.server.write(stream, "\(both.server.identifier(of: stream))")
            both.server.end(stream)
        }
        both.talk()
        for stream in asked {
            let content = both.client.content[stream].map { String(decoding: $0, as: UTF8.self) }
            #expect(content != nil)
        }
        #expect(both.client.openStreams == 0)
        #expect(both.server.openStreams == 0)
    }

    @Test func `places are used again, and begin anew`() {
        let both = H2Conversation()
        for round in 0..<5 as Range<Int32> {
            let (asked, seen) = both.begin("POST", hasContent: true)
            #expect(asked == 0 && seen == 0)
            #expect(both.server.identifier(of: seen) == 2 * round + 1)
            #expect(both.server.owner(of: seen) == .max)
            #expect(both.server.written(by: seen) == 0 && both.server.received(by: seen) == 0)
            #expect(!both.server.contentIsEnded(seen))
            both.server.session.setOwner(7, of: seen)
            both.client.write(asked, "abc")
            both.client.end(asked)
            both.talk()
            both.server.respond(seen)
            both.talk()
        }
    }

    @Test func `a section that is cut waits while other sessions use the inbox`() {
        let desk = H2Desk()
        let both = H2Conversation(desk: desk)
        let other = H2Conversation(desk: desk)
        _ = both.client.request("GET", "first: " + String(repeating: "1", count: 50) + "\r\nlast: 2\r\n")
        let bytes = both.client.flush()
        for cut in 1..<bytes.count { check(bytes, cutAt: cut, beside: other, desk) }
    }

    private func check(_ bytes: [UInt8], cutAt cut: Int, beside other: H2Conversation, _ desk: H2Desk) {
        let server = H2Conversation(desk: desk).server
        server.receive(bytes.prefix(cut))
        #expect(server.happened().isEmpty)
        let (asked, seen) = other.begin()
        other.server.respond(seen)
        other.talk()
        #expect(other.client.happened().contains(.section(asked, [":status: 200"], ends: true)))
        server.receive(bytes.dropFirst(cut))
        #expect(!server.isInsideHead)
        #expect(
            server.happened() == [
                .section(0, Self.head + ["first: " + String(repeating: "1", count: 50), "last: 2"], ends: true)
            ]
        )
    }

    @Test func `pings are answered`() {
        let both = H2Conversation()
        both.client.session.ping()
        both.server.session.ping()
        both.talk()
        #expect(both.client.happened() == [.pong])
        #expect(both.server.happened() == [.pong])
    }

    @Test func `settings are known to the other end`() {
        let both = H2Conversation(server: H2Settings(streams: 7, allowsConnect: true))
        #expect(both.client.peerStreams == 7)
        #expect(both.client.peerAllowsConnect)
        #expect(!both.server.peerAllowsConnect)
        #expect(H2Conversation().client.peerStreams == 100)
    }

    @Test func `nothing is left to say or to hear at first, but a connection lives`() {
        let both = H2Conversation()
        #expect(!both.client.wantsToWrite && !both.server.wantsToWrite)
        #expect(!both.client.isFinished && !both.server.isFinished)
        #expect(both.client.misbehaviour == nil)
    }

    @Test func `what proves who somebody is enters no table`() {
        let both = H2Conversation()
        let sizes = (0..<2).map { _ in
            _ = both.client.request("GET", "authorization: Basic " + String(repeating: "x", count: 60) + "\r\n")
            return both.client.flush().count
        }
        #expect(sizes[1] > 45)
    }
}
