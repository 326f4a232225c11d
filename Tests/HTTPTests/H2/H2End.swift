// How do two ends of HTTP/2 talk in memory?

import Bytes
import HTTP

/// What the sessions of one worker share.
final class H2Desk {
    var inbox = H2Inbox()
    var pairs = H2Pairs()
    var framed = ByteBuffer()
}

/// What an end has seen happen, in words of a test.
enum H2Seen: Equatable {
    case section(UInt32, [String], ends: Bool)
    case data(UInt32, Int)
    case end(UInt32)
    case sent(UInt32)
    case room(UInt32)
    case closed(UInt32, H2ErrorCode)
    case settings
    case pong
    case goAway(Int32, H2ErrorCode)
}

/// One end of a connection: its session, what it has seen, and what it does with content.
final class H2End {
    var session: H2Session
    let desk: H2Desk
    private(set) var seen: [H2Seen] = []
    /// Content that was taken, by place.
    private(set) var content: [UInt32: [UInt8]] = [:]
    /// Whether content is taken as it comes. If not it is parked.
    var takesContent = true
    /// Whether places are given back when their streams are closed.
    var releases = true
    private let role: H2Role

    init(
        _ role: H2Role,
        settings: H2Settings = H2Settings(),
        budget: H2MisbehaviourBudget = H2MisbehaviourBudget(),
        desk: H2Desk = H2Desk()
    ) {
        self.role = role
        self.desk = desk
        session = H2Session(role, settings: settings, budget: budget, now: 0)
    }

    /// What happened since this was called before, without settings.
    func happened() -> [H2Seen] {
        defer { seen = [] }
        return seen.filter { $0 != .settings }
    }

    // MARK: Bytes

    func receive(_ bytes: some Sequence<UInt8>, now: UInt64 = 0) {
        let bytes = Array(bytes)
        bytes.withByteView { input in
            session.receive(input, now: now, into: &desk.inbox)
            while let event = desk.inbox.take() { note(event, input) }
        }
    }

    /// All that is to be sent now.
    func flush(limit: Int = 65_536) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            session.collect(into: &desk.framed, limit: limit, pairs: &desk.pairs)
            while let event = session.takeWritten() { note(event, .empty) }
            if desk.framed.isEmpty { return bytes }
            bytes += desk.framed.readable.array
            desk.framed.clear()
        }
    }

    private func note(_ event: H2Event, _ input: ByteView) {
        switch event {
        case .section(let stream, let section, let ends): note(section, on: stream, ends: ends)
        case .data(let stream, let range):
            seen.append(.data(stream, Int(range.count)))
            session.arrive(stream, input[range])
            if takesContent { take(stream) }
            session.park(stream)
        case .end(let stream):
            session.endContent(stream)
            seen.append(.end(stream))
        case .sent(let stream): seen.append(.sent(stream))
        case .room(let stream): seen.append(.room(stream))
        case .closed(let stream, let code):
            seen.append(.closed(stream, H2ErrorCode(received: code)))
            if releases { session.release(stream) }
        case .settings: seen.append(.settings)
        case .pong: seen.append(.pong)
        case .goAway(let last, let code): seen.append(.goAway(last, H2ErrorCode(received: code)))
        }
    }

    private func note(_ section: H2Section, on stream: UInt32, ends: Bool) {
        let lines = String(desk.inbox.sections.text(of: section)).split(separator: "\r\n").map(String.init)
        seen.append(.section(stream, lines, ends: ends))
        session.noteHead(stream)
        if ends { session.endContent(stream) }
    }

    /// Takes all content that waits on a stream.
    func take(_ stream: UInt32) {
        while case .data(let data) = session.takeContent(stream) { content[stream, default: []] += data.array }
    }

    // MARK: What the session says

    var openStreams: Int { session.openStreams }
    var streams: [UInt32] { Array(session.streams) }
    var isFinished: Bool { session.isFinished }
    var wantsToWrite: Bool { session.wantsToWrite }
    var isInsideHead: Bool { session.isInsideHead }
    var misbehaviour: H2Misbehaviour? { session.misbehaviour }
    var peerStreams: Int { session.peerStreams }
    var peerAllowsConnect: Bool { session.peerAllowsConnect }

    func identifier(of stream: UInt32) -> Int32 { session.identifier(of: stream) }
    func owner(of stream: UInt32) -> UInt32 { session.owner(of: stream) }
    func written(by stream: UInt32) -> UInt64 { session.written(by: stream) }
    func received(by stream: UInt32) -> UInt64 { session.received(by: stream) }
    func pendingOutput(of stream: UInt32) -> Int { session.pendingOutput(of: stream) }
    func headIsWritten(_ stream: UInt32) -> Bool { session.headIsWritten(stream) }
    func contentIsEnded(_ stream: UInt32) -> Bool { session.contentIsEnded(stream) }
    func isClosed(_ stream: UInt32) -> Bool { session.isClosed(stream) }
    func takeWritten() -> H2Event? { session.takeWritten() }

    // MARK: Messages

    /// Sends `GET /` or the like with these field lines; the stream's place.
    func request(_ method: String = "GET", _ lines: String = "", hasContent: Bool = false) -> UInt32? {
        let head = "\(method) / HTTP/1.1\r\nHost: a.example\r\n\(lines)\r\n"
        head.withByteView { _ = desk.pairs.readRequest($0, scheme: "https") }
        return session.request(desk.pairs, hasContent: hasContent)
    }

    func respond(_ stream: UInt32, _ status: Int = 200, _ lines: String = "", hasContent: Bool = false) {
        read(status, lines)
        session.respond(stream, desk.pairs, hasContent: hasContent)
    }

    func replaceHead(_ stream: UInt32, _ status: Int, _ lines: String = "") -> Bool {
        read(status, lines)
        return session.replaceHead(stream, desk.pairs)
    }

    func inform(_ stream: UInt32, _ status: Int, _ lines: String = "") {
        read(status, lines)
        session.inform(stream, desk.pairs)
    }

    private func read(_ status: Int, _ lines: String) {
        "HTTP/1.1 \(status) X\r\n\(lines)\r\n".withByteView { _ = desk.pairs.readResponse($0) }
    }

    func write(_ stream: UInt32, _ bytes: [UInt8]) { bytes.withByteView { session.write(stream, $0) } }

    func write(_ stream: UInt32, _ text: String) { write(stream, Array(text.utf8)) }

    func end(_ stream: UInt32, trailers: String = "") { trailers.withByteView { session.end(stream, trailers: $0) } }

    /// Writes content as it is passed on: framed at once, and kept only as far as flow control refuses it.
    func writeThrough(_ stream: UInt32, _ bytes: [UInt8]) -> [UInt8] {
        bytes.withByteView { session.write(stream, $0, into: &desk.framed, pairs: &desk.pairs) }
        defer { desk.framed.clear() }
        return desk.framed.readable.array
    }
}

/// A client and a server, connected.
struct H2Conversation {
    let client: H2End
    let server: H2End
    /// In pieces of how many bytes everything arrives.
    let piece: Int

    init(
        client clientSettings: H2Settings = H2Settings(),
        server serverSettings: H2Settings = H2Settings(),
        budget: H2MisbehaviourBudget = H2MisbehaviourBudget(),
        desk: H2Desk = H2Desk(),
        piece: Int = .max
    ) {
        client = H2End(.client, settings: clientSettings, budget: budget, desk: desk)
        server = H2End(.server, settings: serverSettings, budget: budget, desk: desk)
        self.piece = piece
        talk()
        _ = client.happened()
        _ = server.happened()
    }

    /// Lets both talk until neither has anything to say.
    func talk() {
        while true {
            let asked = client.flush()
            deliver(asked, to: server)
            let answered = server.flush()
            deliver(answered, to: client)
            if asked.isEmpty, answered.isEmpty { return }
        }
    }

    func deliver(_ bytes: [UInt8], to end: H2End) {
        var rest = bytes[...]
        while !rest.isEmpty {
            end.receive(rest.prefix(piece))
            rest = rest.dropFirst(piece)
        }
    }

    /// Begins a request and lets the server see it; the places of its stream on both ends.
    func begin(_ method: String = "GET", hasContent: Bool = false) -> (client: UInt32, server: UInt32) {
        let asked = client.request(method, hasContent: hasContent)!
        talk()
        for case .section(let stream, _, _) in server.happened() { return (asked, stream) }
        fatalError("The request did not arrive.")
    }
}
