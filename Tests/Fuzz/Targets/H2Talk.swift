// houses: HTTP
// Do two sessions hear what the other says, whatever is reset, replaced, cut or delayed meanwhile?

import Bytes
import HTTP

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        let talk = FuzzedTalk()
        for at in stride(from: 0, to: input.count - 2, by: 3) {
            talk.step(Int(input[at]), Int(input[at + 1]), Int(input[at + 2]))
        }
        talk.finish()
    }
}

/// How far an end has come with its own message on a stream.
private enum Said {
    case nothing
    case head
    case everything
    case reset
}

/// One end, and what the other has yet to hear.
private final class FuzzedEnd {
    var session: H2Session
    var pairs = H2Pairs()
    /// Frames on their way to the other end.
    var wire: [UInt8] = []
    /// By stream identifier: the sections that were said and not yet heard.
    var unheard: [Int32: [String]] = [:]
    /// By place.
    var said: [UInt32: Said] = [:]
    private let role: H2Role
    private var inbox = H2Inbox()
    /// The buffers that are lent to the session while it writes.
    private var lent = H2Pairs()
    private var framed = ByteBuffer()
    private var hasAcknowledged = false

    init(_ role: H2Role) {
        self.role = role
        let settings = H2Settings(
            streams: 8,
            window: 3000,
            connectionWindow: 65_535,
            headBytes: 1 << 17,
            fields: 200,
            allowsConnect: true
        )
        var budget = H2MisbehaviourBudget()
        budget.points = 1_000_000
        session = H2Session(role, settings: settings, budget: budget, now: 0)
    }

    func places(_ isWanted: (Said) -> Bool) -> [UInt32] { said.filter { isWanted($0.value) }.keys.sorted() }

    /// Notes that the pairs were said on a stream.
    func note(_ place: UInt32) {
        let lines = (0..<pairs.count).map { "\(pairs[$0].name): \(pairs[$0].value)\r\n" }.joined()
        unheard[session.identifier(of: place), default: []].append(lines)
    }

    /// The same instead of what was said last.
    func noteInstead(_ place: UInt32) {
        unheard[session.identifier(of: place)]?.removeLast()
        note(place)
    }

    func collect(limit: Int) {
        session.collect(into: &framed, limit: limit, pairs: &lent)
        var rest = framed.readable
        if role == .client, rest.first == 0x50 {
            wire += rest.prefix(24).array
            rest = rest.dropFirst(24)
        }
        while rest.count >= 9 {
            let frame = rest.prefix(9 + (Int(rest[0]) << 16 | Int(rest[1]) << 8 | Int(rest[2])))
            if !isSurplus(frame) { wire += frame.array }
            rest = rest.dropFirst(frame.count)
        }
        precondition(rest.isEmpty, "A frame is cut.")
        framed.clear()
        while let event = session.takeWritten() { if case .closed(let place, _) = event { close(place) } }
    }

    /// The settings that the fuzzer puts on the wire were never sent, so nobody waits for their acknowledgement.
    private func isSurplus(_ frame: ByteView) -> Bool {
        guard frame[3] == 4, frame[4] & 1 == 1 else { return false }
        defer { hasAcknowledged = true }
        return hasAcknowledged
    }

    private func close(_ place: UInt32) {
        said[place] = nil
        session.release(place)
    }

    func hear(_ count: Int, from other: FuzzedEnd) {
        let bytes = Array(other.wire.prefix(count))
        other.wire.removeFirst(bytes.count)
        bytes.withUnsafeBytes { session.receive(unsafe ByteView(borrowing: $0), now: 0, into: &inbox) }
        while let event = inbox.take() { handle(event, from: other) }
        precondition(session.misbehaviour == nil, "Nobody misbehaves.")
    }

    private func handle(_ event: H2Event, from other: FuzzedEnd) {
        switch event {
        case .section(let place, let section, _):
            if said[place] == nil { said[place] = .nothing }
            let id = session.identifier(of: place)
            let next = other.unheard[id]?.first
            precondition(next == String(inbox.sections.text(of: section)), "Another section was said.")
            other.unheard[id]?.removeFirst()
        case .data(let place, let range): session.discard(place, Int(range.count))
        case .closed(let place, _): close(place)
        case .goAway(_, let code): precondition(code == 0, "An end found fault with the other.")
        default: break
        }
    }
}

private final class FuzzedTalk {
    private let client = FuzzedEnd(.client)
    private let server = FuzzedEnd(.server)

    init() { finish() }

    func step(_ what: Int, _ a: Int, _ b: Int) {
        let (end, other) = what & 16 == 0 ? (client, server) : (server, client)
        switch what % 16 {
        case 0, 1: ask(a, b)
        case 2: inform(a, b)
        case 3, 4: answer(a, b)
        case 5: replace(a, b)
        case 6, 7: write(end, a, b)
        case 8, 9: finish(end, a, b)
        case 10: give(end, up: a, b)
        // SETTINGS_HEADER_TABLE_SIZE, as if the end had sent it.
        case 11: end.wire += [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 1, 0, 0, UInt8(a * 20 >> 8), UInt8(a * 20 & 0xFF)]
        case 12: end.collect(limit: a * 40 + 1)
        case 13: end.hear(a * b / 4 + 1, from: other)
        case 14: end.collect(limit: .max)
        default: end.hear(.max, from: other)
        }
    }

    /// Everything that is on its way arrives.
    func finish() {
        for _ in 0..<4 {
            for (end, other) in [(client, server), (server, client)] {
                end.collect(limit: .max)
                other.hear(.max, from: end)
            }
        }
    }

    // MARK: Messages

    private static let names = [
        "x-a", "X-B", "date", "via", "b3", "accept", "etag", "content-type", "x-request-id", "x-long",
    ]

    private func lines(_ choice: Int) -> String {
        (0..<choice % 6).map { number in
            let name = Self.names[(choice / 6 + number * 7) % Self.names.count]
            let isLong = name == "x-long" && choice & 128 != 0
            return "\(name): \(isLong ? String(repeating: "z", count: 17_000) : "v\((choice + number) % 9)")\r\n"
        }.joined()
    }

    private func ask(_ a: Int, _ b: Int) {
        if client.session.openStreams > 30 { return }
        let head = "GET /p\(a % 4) HTTP/1.1\r\nhost: h\(b % 3)\r\n\(lines(a))"
        precondition(head.withView { client.pairs.readRequest($0, scheme: "http") }, "Our own lines are no pairs.")
        guard let place = client.session.request(client.pairs, hasContent: b & 1 == 1) else { return }
        client.said[place] = b & 1 == 1 ? .head : .everything
        client.note(place)
    }

    private func read(_ status: Int, _ a: Int) {
        let head = "HTTP/1.1 \(status) X\r\n\(lines(a))"
        precondition(head.withView { server.pairs.readResponse($0) }, "Our own lines are no pairs.")
    }

    private func inform(_ a: Int, _ b: Int) {
        guard let place = pick(server.places { $0 == .nothing }, b) else { return }
        read(103, a)
        server.session.inform(place, server.pairs)
        server.note(place)
    }

    private func answer(_ a: Int, _ b: Int) {
        guard let place = pick(server.places { $0 == .nothing }, b) else { return }
        read(a & 8 == 0 ? 200 : 418, a)
        server.session.respond(place, server.pairs, hasContent: a & 3 != 0)
        server.said[place] = a & 3 != 0 ? .head : .everything
        server.note(place)
    }

    /// As the gateway does when an upstream breaks off.
    private func replace(_ a: Int, _ b: Int) {
        guard let place = pick(server.places { $0 == .head }, b), !server.session.isClosed(place) else { return }
        read(502, a)
        let isWritten = server.session.headIsWritten(place)
        let isReplaced = server.session.replaceHead(place, server.pairs)
        precondition(isReplaced != isWritten, "A head was replaced that had left, or was not.")
        if isReplaced { server.noteInstead(place) }
    }

    private func write(_ end: FuzzedEnd, _ a: Int, _ b: Int) {
        guard let place = pick(end.places { $0 == .head }, b) else { return }
        let content = [UInt8](repeating: 7, count: a * 20 + 1)
        content.withUnsafeBytes { end.session.write(place, unsafe ByteView(borrowing: $0)) }
        if a & 1 == 1 { end.collect(limit: .max) }
    }

    private func finish(_ end: FuzzedEnd, _ a: Int, _ b: Int) {
        guard let place = pick(end.places { $0 == .head }, b) else { return }
        let trailers = a & 1 == 0 ? "" : "x-sum: \(a % 7)\r\n"
        if !trailers.isEmpty { end.unheard[end.session.identifier(of: place), default: []].append(trailers) }
        trailers.withView { end.session.end(place, trailers: $0) }
        end.said[place] = .everything
    }

    private func give(_ end: FuzzedEnd, up a: Int, _ b: Int) {
        guard let place = pick(end.places { $0 != .reset }, b) else { return }
        end.session.reset(place, a & 1 == 0 ? .cancel : .noError)
        end.said[place] = .reset
    }

    private func pick(_ places: [UInt32], _ choice: Int) -> UInt32? {
        places.isEmpty ? nil : places[choice % places.count]
    }
}

extension String {
    fileprivate func withView<R>(_ body: (ByteView) -> R) -> R {
        Array(utf8).withUnsafeBytes { body(unsafe ByteView(borrowing: $0)) }
    }
}
