// How do streams and connections end?

import Bytes
import HTTP
import Testing

@Suite struct H2SessionEndTests {
    // MARK: Resets

    @Test func `a reset by the client is seen by the server`() {
        let both = H2Conversation()
        let (asked, seen) = both.begin("POST", hasContent: true)
        both.client.session.reset(asked, .cancel)
        both.talk()
        #expect(both.client.happened().last == .closed(asked, .cancel))
        #expect(both.server.happened() == [.closed(seen, .cancel)])
        #expect(both.server.openStreams == 0)
    }

    @Test func `a reset by the server is seen by the client`() {
        let both = H2Conversation()
        let (asked, seen) = both.begin("POST", hasContent: true)
        both.server.respond(seen, hasContent: true)
        both.server.write(seen, "begun")
        both.talk()
        both.server.session.reset(seen, .internalError)
        both.talk()
        #expect(both.client.happened().last == .closed(asked, .internalError))
        #expect(both.server.happened().last == .closed(seen, .internalError))
    }

    @Test func `a reset that is doubled, or follows the end, changes nothing`() {
        let both = H2Conversation()
        let (asked, seen) = both.begin()
        both.server.releases = false
        both.server.session.reset(seen, .cancel)
        both.server.session.reset(seen, .internalError)
        both.talk()
        both.server.session.reset(seen, .internalError)
        both.talk()
        #expect(both.client.happened() == [.sent(asked), .closed(asked, .cancel)])
        #expect(both.server.happened() == [.closed(seen, .cancel)])
    }

    @Test func `an answer before the request's end, and then a reset without error`() {
        let both = H2Conversation()
        let (asked, seen) = both.begin("POST", hasContent: true)
        both.server.respond(seen, 413)
        both.talk()
        both.server.session.reset(seen, .noError)
        both.talk()
        #expect(both.client.happened() == [.section(asked, [":status: 413"], ends: true), .closed(asked, .noError)])
        #expect(both.client.openStreams == 0)
    }

    @Test func `what is written on a stream that has ended is dropped`() {
        let both = H2Conversation()
        both.server.releases = false
        let (asked, seen) = both.begin("POST", hasContent: true)
        both.server.respond(seen, hasContent: true)
        both.client.session.reset(asked, .cancel)
        both.talk()
        both.server.inform(seen, 103)
        both.server.write(seen, "late")
        both.server.end(seen, trailers: "a: b\r\n")
        both.talk()
        both.server.session.release(seen)
        #expect(both.client.happened().filter { if case .data = $0 { true } else { false } }.isEmpty)
        #expect(both.server.openStreams == 0)
    }

    @Test func `an answer to a stream that has ended is dropped`() {
        let both = H2Conversation()
        both.server.releases = false
        let (asked, seen) = both.begin("POST", hasContent: true)
        both.client.session.reset(asked, .cancel)
        both.talk()
        both.server.respond(seen, hasContent: true)
        both.server.write(seen, "late")
        both.server.end(seen)
        both.talk()
        both.server.session.release(seen)
        let (next, _) = both.begin()
        #expect(next == asked)
        #expect(!both.server.isFinished && !both.client.isFinished)
    }

    @Test func `a place given back with an answer in line harms nobody`() {
        let both = H2Conversation()
        let (asked, seen) = both.begin()
        both.server.respond(seen, hasContent: true)
        both.server.write(seen, [UInt8](repeating: 1, count: 100_000))
        both.client.session.reset(asked, .cancel)
        both.server.receive(both.client.flush())
        let (next, place) = both.begin()
        #expect(place == seen)
        both.server.respond(place, hasContent: true)
        both.server.write(place, "right")
        both.server.end(place)
        both.talk()
        #expect(both.client.content[next].map { String(decoding: $0.suffix(5), as: UTF8.self) } == "right")
    }

    @Test func `a section whose stream is reset halfway does not stay open`() {
        for byServer in [true, false] {
            let both = H2Conversation()
            let (asked, seen) = both.begin("POST", hasContent: true)
            both.client.end(asked, trailers: "a: b\r\nc: d\r\n")
            let bytes = both.client.flush()
            both.server.receive(bytes.prefix(12))
            #expect(both.server.isInsideHead)
            both.server.session.reset(seen, .cancel)
            if byServer { _ = both.server.flush() }
            both.server.receive(bytes.dropFirst(12))
            #expect(!both.server.isInsideHead)
            both.talk()
            #expect(both.begin().server == seen)
        }
    }

    // MARK: Requests that cannot begin

    @Test func `requests beyond the peer's limit wait for room`() {
        let both = H2Conversation(server: H2Settings(streams: 1))
        let asked = [both.client.request()!, both.client.request()!]
        both.talk()
        #expect(both.server.happened().count == 1)
        both.server.respond(0)
        both.talk()
        #expect(both.server.happened().count == 3)
        both.server.respond(0)
        both.talk()
        #expect(both.client.happened().filter { $0 == .closed(asked[1], .noError) }.count == 1)
    }

    @Test func `a request that is reset before it could begin is closed`() {
        let both = H2Conversation(server: H2Settings(streams: 1))
        _ = both.begin("POST", hasContent: true)
        let second = both.client.request()!
        both.talk()
        both.client.session.reset(second, .cancel)
        both.talk()
        #expect(both.client.openStreams == 2)
        both.client.session.reset(0, .cancel)
        both.talk()
        #expect(both.client.happened().contains(.closed(second, .cancel)))
        #expect(both.client.openStreams == 0)
    }

    @Test func `a request above the last stream of GOAWAY was not looked at`() {
        let both = H2Conversation()
        let first = both.begin("POST", hasContent: true)
        both.server.session.goAway(.noError, reason: "")
        let goodbye = both.server.flush()
        let second = both.client.request()!
        both.deliver(both.client.flush(), to: both.server)
        both.deliver(goodbye, to: both.client)
        #expect(both.client.happened().suffix(2) == [.goAway(1, .noError), .closed(second, .refusedStream)])
        #expect(both.server.happened().isEmpty)

        both.server.respond(first.server)
        both.client.end(first.client)
        both.talk()
        #expect(both.client.happened().last == .closed(first.client, .noError))
        #expect(both.server.isFinished)
        #expect(both.client.isFinished)
    }

    @Test func `a request after GOAWAY is refused at home`() {
        let both = H2Conversation()
        _ = both.begin("POST", hasContent: true)
        both.server.session.goAway(.noError, reason: "")
        both.talk()
        _ = both.client.happened()
        let late = both.client.request()
        both.talk()
        if let late { #expect(both.client.happened() == [.closed(late, .refusedStream)]) }
        #expect(both.server.happened().isEmpty)
        #expect(both.client.openStreams == 1)
    }

    @Test func `an announced end refuses nothing yet`() {
        let both = H2Conversation()
        both.server.session.announceEnd()
        both.server.session.ping()
        let second = both.client.request()!
        both.talk()
        #expect(both.client.happened().contains(.goAway(.max, .noError)))
        #expect(both.server.happened().contains(.pong))
        both.server.respond(0)
        both.server.session.goAway(.noError, reason: "")
        both.talk()
        #expect(both.client.happened().contains(.closed(second, .noError)))
        #expect(both.server.isFinished)
    }

    // MARK: Misbehaviour

    @Test func `a budget that is spent ends all understanding`() {
        var budget = H2MisbehaviourBudget()
        budget.points = 20
        budget.refillPerSecond = 0
        let both = H2Conversation(budget: budget)
        for _ in 0..<30 { both.client.session.ping() }
        both.deliver(both.client.flush(), to: both.server)
        #expect(both.server.misbehaviour == .ping)
        let late = both.client.request()
        both.deliver(both.client.flush(), to: both.server)
        #expect(late != nil && both.server.happened().isEmpty)
        both.server.session.goAway(.enhanceYourCalm, reason: "enough")
        both.deliver(both.server.flush(), to: both.client)
        #expect(both.client.happened().contains(.goAway(0, .enhanceYourCalm)))
    }

    @Test func `resets that we had to send are charged`() {
        var budget = H2MisbehaviourBudget()
        budget.points = 25
        budget.refillPerSecond = 0
        let both = H2Conversation(budget: budget)
        for round in 0..<5 {
            let (_, seen) = both.begin("POST", hasContent: true)
            both.server.session.reset(seen, .protocolError)
            _ = both.server.flush()
            #expect((both.server.misbehaviour != nil) == (round >= 2))
            if round >= 2 { return #expect(both.server.misbehaviour == .refusal) }
            both.talk()
        }
    }

    @Test func `a client that opens its windows by small steps behaves well`() {
        let both = H2Conversation(client: H2Settings(window: 65_535, connectionWindow: 65_535))
        both.client.takesContent = false
        let (_, seen) = both.begin()
        both.server.respond(seen, hasContent: true)
        // Without libnghttp2's client, which is frugal: two frames for every four kilobytes.
        let update: (UInt8) -> [UInt8] = { [0, 0, 4, 8, 0, 0, 0, 0, $0, 0, 0, 16, 0] }
        for _ in 0..<1000 {
            both.server.write(seen, [UInt8](repeating: 1, count: 16_384))
            _ = both.server.flush()
            for _ in 0..<4 { both.server.receive(update(0) + update(1)) }
        }
        #expect(both.server.misbehaviour == nil)
        #expect(both.server.written(by: seen) > 16_000_000)
    }

    @Test func `thousands of resets are judged by the budget alone`() {
        var budget = H2MisbehaviourBudget()
        budget.points = 1_000_000
        let both = H2Conversation(budget: budget)
        for _ in 0..<2000 {
            let (asked, _) = both.begin("POST", hasContent: true)
            both.client.session.reset(asked, .cancel)
            both.talk()
        }
        #expect(!both.server.isFinished && !both.client.isFinished)
        #expect(both.client.happened().filter { if case .goAway = $0 { true } else { false } }.isEmpty)
    }

    @Test func `what the owner saw is charged and earned`() {
        var budget = H2MisbehaviourBudget()
        budget.points = 10
        budget.refillPerSecond = 0
        let both = H2Conversation(budget: budget)
        both.server.session.charge(.reset)
        both.server.session.earn(5)
        both.server.session.charge(.reset)
        #expect(both.server.misbehaviour == nil)
        both.server.session.charge(.refusal)
        #expect(both.server.misbehaviour == .refusal)
    }

    // MARK: Broken connections

    @Test(arguments: ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\rX", "\0"])
    func `what is no preface gets one GOAWAY`(text: String) {
        let server = H2End(.server)
        for _ in 0..<5 { server.receive(text.utf8) }
        let client = H2End(.client)
        _ = client.flush()
        client.receive(server.flush())
        #expect(client.happened() == [.goAway(0, .protocolError)])
        #expect(server.isFinished)
    }

    @Test func `a session that goes away with streams open leaves nothing behind`() {
        let both = H2Conversation()
        for _ in 0..<10 {
            let asked = both.client.request("POST", hasContent: true)!
            both.client.write(asked, [UInt8](repeating: 1, count: 200_000))
        }
        both.client.receive(both.server.flush())
        _ = both.client.flush(limit: 100)
        #expect(both.client.openStreams == 10)
        #expect(both.client.streams.count == 10)
    }
}
