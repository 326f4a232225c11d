// How does a small server answer what comes over HTTP/2?

import Bytes
import HTTP

/// A server that does with the events of a session what the gateway does, and answers by itself.
///
/// A request is answered with 200 once it is complete, and with so many bytes of content as its path has digits for; a
/// malformed one is answered as `H2MessageError` says. What comes behind the head of a request for `/held` is not read.
final class H2TestServer {
    private var session: H2Session
    private var inbox = H2Inbox()
    private var pairs = H2Pairs()
    private var head: RequestHead
    private var out = ByteBuffer()
    private var bytesToAnswer: [UInt32: Int] = [:]
    private var now: UInt64 = 1

    static let limits = H1Limits(headBytes: 4096, fields: 20, targetBytes: 1024)
    static let settings = H2Settings(
        streams: 100,
        window: 65_535,
        connectionWindow: 131_072,
        headBytes: 4096,
        fields: 20,
        allowsConnect: true
    )

    /// The status of each stream's answer, by stream identifier.
    private(set) var statuses: [Int32: UInt16] = [:]
    /// Why a request was refused.
    private(set) var faults: [Int32: H2MessageError] = [:]
    /// Trailers that were read.
    private(set) var trailers: [Int32: String] = [:]
    private(set) var cookies: [Int32: String] = [:]
    /// Content bytes that were read.
    private(set) var received: [Int32: Int] = [:]
    /// Whether requests are answered as soon as they are complete.
    var answers = true
    private var unanswered: [UInt32] = []
    private var hasExpelled = false
    private var held: Set<UInt32> = []

    init(budget: H2MisbehaviourBudget = H2MisbehaviourBudget()) {
        session = H2Session(.server, settings: Self.settings, budget: budget, now: 1)
        head = RequestHead(limits: Self.limits)
    }

    var isFinished: Bool { session.isFinished }
    var misbehaviour: H2Misbehaviour? { session.misbehaviour }
    var openStreams: Int { session.openStreams }
    var isInsideHead: Bool { session.isInsideHead }

    // MARK: Bytes

    func receive(_ bytes: some Sequence<UInt8>) {
        now += 1
        Array(bytes).withByteView { input in
            session.receive(input, now: now, into: &inbox)
            while let event = inbox.take() { handle(event, input) }
        }
        expelIfNeeded()
    }

    private func expelIfNeeded() {
        guard let offence = session.misbehaviour, !hasExpelled else { return }
        hasExpelled = true
        session.goAway(.enhanceYourCalm, reason: offence.reason)
    }

    /// All that is to be sent now.
    func flush() -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            session.collect(into: &out, limit: 65_536, pairs: &pairs)
            while let event = session.takeWritten() { handle(event, .empty) }
            if out.isEmpty { return bytes }
            bytes += out.readable.array
            out.clear()
            expelIfNeeded()
        }
    }

    /// Answers what was held back.
    func answerAll() {
        answers = true
        let places = unanswered
        unanswered = []
        for place in places { answer(place) }
    }

    // MARK: Events

    private func handle(_ event: H2Event, _ input: ByteView) {
        switch event {
        case .section(let stream, let section, let ends): take(section, endsStream: ends, on: stream)
        case .data(let stream, let range): take(input[range], on: stream)
        case .end(let stream):
            session.endContent(stream)
            takeContent(stream)
        case .sent(let stream): if !session.contentIsEnded(stream) { session.reset(stream, .noError) }
        case .closed(let stream, _):
            if session.owner(of: stream) == 0 { session.charge(.reset) }
            unanswered.removeAll { $0 == stream }
            bytesToAnswer[stream] = nil
            held.remove(stream)
            session.release(stream)
        case .room, .settings, .pong, .goAway: break
        }
    }

    private func take(_ section: H2Section, endsStream: Bool, on stream: UInt32) {
        if session.hasHead(stream) {
            takeTrailers(section, endsStream: endsStream, on: stream)
        } else {
            session.noteHead(stream)
            if endsStream { session.endContent(stream) }
            begin(section, endsStream: endsStream, on: stream)
        }
    }

    private func take(_ data: ByteView, on stream: UInt32) {
        if session.owner(of: stream) == 0 {
            session.arrive(stream, data)
            takeContent(stream)
        } else {
            session.discard(stream, data.count)
        }
    }

    private func begin(_ section: H2Section, endsStream: Bool, on stream: UInt32) {
        do throws(H2MessageError) {
            try H2RequestReader.read(
                section,
                of: inbox.sections,
                endsStream: endsStream,
                isSecure: false,
                into: &head,
                limits: Self.limits
            )
        } catch {
            refuse(stream, error)
            return
        }
        cookies[session.identifier(of: stream)] = head.fields.first(.cookie).map { String($0) }
        bytesToAnswer[stream] = Int(String(head.path).dropFirst()) ?? 0
        if String(head.path) == "/held" { held.insert(stream) }
        session.setOwner(0, of: stream)
        session.expectContent(stream, framing: head.framing, limit: 1 << 20)
        takeContent(stream)
    }

    private func takeTrailers(_ section: H2Section, endsStream: Bool, on stream: UInt32) {
        if session.owner(of: stream) == .max { return }
        do throws(H2MessageError) {
            guard endsStream else { throw .trailersDoNotEndStream }
            try session.keepTrailers(stream, section, of: inbox.sections, limits: Self.limits)
        } catch {
            refuse(stream, error)
            return
        }
        trailers[session.identifier(of: stream)] = String(session.incomingTrailers(of: stream))
        session.endContent(stream)
        takeContent(stream)
    }

    private func takeContent(_ stream: UInt32) {
        if session.owner(of: stream) == .max { return }
        if held.contains(stream) { return session.park(stream) }
        while true {
            switch session.takeContent(stream) {
            case .data(let data): received[session.identifier(of: stream), default: 0] += data.count
            case .wait: return session.park(stream)
            case .malformed(let error): return refuse(stream, error)
            case .end: return complete(stream)
            }
        }
    }

    private func complete(_ stream: UInt32) {
        if answers { answer(stream) } else { unanswered.append(stream) }
    }

    private func answer(_ stream: UInt32) {
        let count = bytesToAnswer[stream] ?? 0
        respond(stream, 200, content: [UInt8](repeating: 0x61, count: count))
    }

    private func refuse(_ stream: UInt32, _ error: H2MessageError) {
        let id = session.identifier(of: stream)
        if faults[id] == nil { faults[id] = error }
        session.charge(.refusal)
        if statuses[id] == nil {
            respond(stream, error.status.rawValue, content: [])
        } else {
            session.reset(stream, .protocolError)
        }
    }

    private func respond(_ stream: UInt32, _ status: UInt16, content: [UInt8]) {
        session.setOwner(.max, of: stream)
        statuses[session.identifier(of: stream)] = status
        "HTTP/1.1 \(status) X\r\ncontent-length: \(content.count)\r\n\r\n".withByteView { _ = pairs.readResponse($0) }
        session.respond(stream, pairs, hasContent: !content.isEmpty)
        if content.isEmpty { return }
        content.withByteView { session.write(stream, $0) }
        session.end(stream, trailers: .empty)
    }
}
