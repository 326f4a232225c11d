// houses: HTTP
// Can the bytes of a connection bring an HTTP/2 session out of step, or make it keep more than it may?

import Bytes
import HTTP

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        let (switches, rest) = input.choice(below: 256)
        let (step, bytes) = rest.choice(below: 256)
        let end = switches & 1 == 0 ? FuzzedEnd(server: switches) : FuzzedEnd(client: switches)
        if switches & 1 == 0, switches & 2 == 0 { end.receive(beginning) }
        end.feed(bytes, inPiecesOf: step == 0 ? .max : step)
        end.finish()
    }
}

/// The client's preface, empty SETTINGS, and the acknowledgement of ours.
private let beginning: ByteView = ByteView(
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0\0\0\0\u{4}\u{1}\0\0\0\0"
)

private let limits = H1Limits(headBytes: 4096, fields: 20, targetBytes: 512)
private let settings = H2Settings(
    streams: 10,
    window: 65_535,
    connectionWindow: 100_000,
    headBytes: 4096,
    fields: 20,
    allowsConnect: true
)

/// One end that does with what it hears what the gateway does, and keeps count.
private final class FuzzedEnd {
    private var session: H2Session
    private var inbox = H2Inbox()
    private var pairs = H2Pairs()
    private var framed = ByteBuffer()
    private var request = RequestHead(limits: limits)
    private var response = ResponseHead(limits: limits)
    private let isServer: Bool
    /// What the fuzzer chose to do with content, answers and output.
    private let mood: Int
    /// Which places carry a stream, and how many bytes were parked there.
    private var alive: [Bool] = []
    private var parked: [Int] = []
    private var input = 0
    private var output = 0
    private var now: UInt64 = 0

    init(server mood: Int) {
        isServer = true
        self.mood = mood
        session = H2Session(.server, settings: settings, budget: H2MisbehaviourBudget(), now: 0)
        flush()
    }

    init(client mood: Int) {
        isServer = false
        self.mood = mood
        session = H2Session(.client, settings: settings, budget: H2MisbehaviourBudget(), now: 0)
        for index in 0..<3 { ask(hasContent: index == 1) }
        flush()
    }

    private func ask(hasContent: Bool) {
        pairs.readRequest(ByteView("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), scheme: "https")
        guard let stream = session.request(pairs, hasContent: hasContent) else { return }
        revive(stream)
        if hasContent { session.write(stream, ByteView("some content")) }
    }

    // MARK: Bytes

    func feed(_ bytes: ByteView, inPiecesOf step: Int) {
        var rest = bytes
        while !rest.isEmpty {
            receive(rest.prefix(step))
            rest = rest.dropFirst(step)
        }
    }

    func receive(_ bytes: ByteView) {
        now += 1_000_000
        input += bytes.count
        session.receive(bytes, now: now, into: &inbox)
        while let event = inbox.take() { handle(event, bytes) }
        if let offence = session.misbehaviour, output < 1 << 20 {
            session.goAway(.enhanceYourCalm, reason: offence.reason)
        }
        if mood & 4 == 0 { flush() }
        // Streams that begin and end in one receive are many, until the budget is spent.
        precondition(alive.count <= 600, "Too many streams.")
        precondition(parked.reduce(0, +) <= Int(settings.connectionWindow), "More is kept than the window allows.")
    }

    private func flush() {
        while true {
            session.collect(into: &framed, limit: 1000, pairs: &pairs)
            output += framed.count
            precondition(framed.count <= 1000 + 16_384 + 9, "One collect yields too much.")
            let isDone = framed.isEmpty
            framed.clear()
            while let event = session.takeWritten() { handle(event, .empty) }
            if isDone { break }
        }
        precondition(output <= 4096 + 1000 * input, "Little input makes much output.")
    }

    /// Ends what still runs; every place must come back.
    func finish() {
        for stream in session.streams {
            reviveUntold(stream)
            check(stream)
            session.reset(stream, .cancel)
        }
        flush()
        if session.isFinished { return }
        for stream in session.streams where !session.isClosed(stream) {
            // Only a request that waits for its turn to begin cannot be closed yet.
            precondition(!isServer, "A stream does not end.")
        }
    }

    // MARK: Events

    private func revive(_ stream: UInt32) {
        while alive.count <= Int(stream) {
            alive.append(false)
            parked.append(0)
        }
        alive[Int(stream)] = true
        parked[Int(stream)] = 0
    }

    /// A client's stream whose head is not complete is open, but nobody was told of it.
    private func reviveUntold(_ stream: UInt32) {
        if isServer, !session.hasHead(stream), Int(stream) >= alive.count || !alive[Int(stream)] { revive(stream) }
    }

    private func handle(_ event: H2Event, _ bytes: ByteView) {
        switch event {
        case .section(let stream, let section, let ends): take(section, endsStream: ends, on: stream)
        case .data(let stream, let range):
            check(stream)
            take(bytes[range], on: stream)
        case .end(let stream):
            check(stream)
            session.endContent(stream)
            takeContent(stream)
        case .sent(let stream):
            check(stream)
            if isServer, !session.contentIsEnded(stream) { session.reset(stream, .noError) }
        case .room(let stream): check(stream)
        case .closed(let stream, _):
            reviveUntold(stream)
            check(stream)
            precondition(session.isClosed(stream), "A stream is closed and does not know it.")
            alive[Int(stream)] = false
            parked[Int(stream)] = 0
            session.release(stream)
        case .settings, .pong, .goAway: break
        }
    }

    private func check(_ stream: UInt32) {
        precondition(Int(stream) < alive.count && alive[Int(stream)], "Something happens where nothing runs.")
    }

    private func take(_ section: H2Section, endsStream: Bool, on stream: UInt32) {
        reviveUntold(stream)
        check(stream)
        if session.hasHead(stream) {
            takeTrailers(section, endsStream: endsStream, on: stream)
        } else if isServer {
            takeRequest(section, endsStream: endsStream, on: stream)
        } else {
            takeAnswer(section, endsStream: endsStream, on: stream)
        }
    }

    private func takeRequest(_ section: H2Section, endsStream: Bool, on stream: UInt32) {
        session.noteHead(stream)
        if endsStream { session.endContent(stream) }
        do throws(H2MessageError) {
            try H2RequestReader.read(
                section,
                of: inbox.sections,
                endsStream: endsStream,
                isSecure: true,
                into: &request,
                limits: limits
            )
        } catch {
            session.charge(.refusal)
            answer(stream, "HTTP/1.1 400 Bad Request\r\n\r\n", content: .empty)
            return
        }
        session.setOwner(0, of: stream)
        session.expectContent(stream, framing: request.framing, limit: 1 << 16)
        if mood & 8 != 0 { session.inform(stream, hint()) }
        takeContent(stream)
    }

    private func hint() -> H2Pairs {
        var hint = H2Pairs()
        hint.readResponse(ByteView("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"))
        return hint
    }

    private func takeAnswer(_ section: H2Section, endsStream: Bool, on stream: UInt32) {
        do throws(H2MessageError) {
            try H2ResponseReader.read(
                section,
                of: inbox.sections,
                endsStream: endsStream,
                requestMethod: .get,
                into: &response,
                limits: limits
            )
        } catch {
            session.reset(stream, .protocolError)
            return
        }
        if response.status.isInformational { return }
        session.noteHead(stream)
        session.setOwner(0, of: stream)
        session.expectContent(stream, framing: response.framing, limit: .max)
        if endsStream { session.endContent(stream) }
        takeContent(stream)
    }

    private func takeTrailers(_ section: H2Section, endsStream: Bool, on stream: UInt32) {
        if session.owner(of: stream) == .max { return }
        do throws(H2MessageError) {
            guard endsStream else { throw .trailersDoNotEndStream }
            try session.keepTrailers(stream, section, of: inbox.sections, limits: limits)
        } catch {
            session.reset(stream, .protocolError)
            session.setOwner(.max, of: stream)
            return
        }
        session.endContent(stream)
        takeContent(stream)
    }

    private func take(_ data: ByteView, on stream: UInt32) {
        guard session.owner(of: stream) == 0 else {
            session.discard(stream, data.count)
            return
        }
        session.arrive(stream, data)
        parked[Int(stream)] += data.count
        takeContent(stream)
    }

    private func takeContent(_ stream: UInt32) {
        guard session.owner(of: stream) == 0 else { return }
        // Every other stream is not read in this mood.
        if mood & 16 != 0, stream & 1 == 1 { return session.park(stream) }
        while true {
            switch session.takeContent(stream) {
            case .data(let data): parked[Int(stream)] -= data.count
            case .wait: return session.park(stream)
            case .malformed:
                session.reset(stream, .protocolError)
                session.setOwner(.max, of: stream)
                return
            case .end:
                session.setOwner(.max, of: stream)
                if isServer { reply(stream) } else { session.end(stream, trailers: .empty) }
                return
            }
        }
    }

    private func reply(_ stream: UInt32) {
        let content = mood & 32 != 0 ? ByteView("an answer of some length") : .empty
        answer(stream, "HTTP/1.1 200 OK\r\nserver: me\r\n\r\n", content: content)
    }

    private func answer(_ stream: UInt32, _ head: StaticString, content: ByteView) {
        session.setOwner(.max, of: stream)
        pairs.readResponse(ByteView(head))
        session.respond(stream, pairs, hasContent: !content.isEmpty)
        if content.isEmpty { return }
        if mood & 64 != 0 {
            session.write(stream, content, into: &framed, pairs: &pairs)
            output += framed.count
            framed.clear()
        } else {
            session.write(stream, content)
        }
        session.awaitRoom(stream)
        session.end(stream, trailers: mood & 128 != 0 ? ByteView("grpc-status: 0\r\n") : .empty)
    }
}
