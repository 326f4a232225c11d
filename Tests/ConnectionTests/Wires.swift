// How does a test play the peer of one connection, event by event, in one thread?

import Bytes
import Glibc
import HTTP
import Time
import Wire

@testable import Connection

/// A socket pair whose one end is a conduit; the test speaks at the other.
final class Wires {
    private let peer: Int32
    private var isOpen = true
    /// The conduit's end, to be taken over once.
    let descriptor: Int32

    init() {
        var pair: [Int32] = [-1, -1]
        let answer = unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &pair)
        precondition(answer == 0, "No socket pair could be made.")
        descriptor = pair[0]
        peer = pair[1]
    }

    deinit { hangUp() }

    func send(_ bytes: [UInt8]) {
        let sent = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        precondition(sent == bytes.count, "The conduit's end takes no more.")
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    /// What the conduit has written so far and was not received yet.
    func received() -> String {
        var all: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe bytes.withUnsafeMutableBytes {
                unsafe recv(peer, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
            }
            if count <= 0 { return String(decoding: all, as: UTF8.self) }
            all += bytes[..<count]
        }
    }

    func finishSending() { shutdown(peer, Int32(SHUT_WR)) }

    func hangUp() {
        if isOpen { close(peer) }
        isOpen = false
    }
}

/// A downstream connection with its peer.
struct ServerSide: ~Copyable {
    let wires = Wires()
    var connection: H1ServerConnection
    var io = IOScratch()

    init(limits: H1Limits = H1Limits()) {
        connection = H1ServerConnection(
            conduit: Conduit(plain: wires.descriptor),
            listener: 0,
            peer: .unix("test"),
            clearance: 0,
            limits: limits,
            now: .zero,
            timer: .none
        )
    }

    /// A readable event with these bytes, and one look for a head.
    mutating func head(after bytes: [UInt8] = [], at now: Instant = .zero) -> Seen {
        arrive(bytes)
        return head(at: now)
    }

    mutating func head(after text: String, at now: Instant = .zero) -> Seen { head(after: Array(text.utf8), at: now) }

    /// One look for a head without an event.
    mutating func head(at now: Instant) -> Seen {
        switch connection.nextHead(&io, now: now) {
        case .head(let view): .head(String(view))
        case .wait: .wait
        case .end(let inside): inside ? .cut : .end
        case .malformed(let error): .malformed(error)
        case .failed: .failed
        }
    }

    mutating func arrive(_ bytes: [UInt8]) {
        if !bytes.isEmpty { wires.send(bytes) }
        connection.conduit.noteReadable()
    }

    mutating func discard(limit: Int) -> Bool { connection.discardInput(&io, limit: limit) }

    mutating func settle(_ framing: BodyFraming, head: String, limit: UInt64 = .max) {
        connection.settleHead(length: head.utf8.count, framing: framing, bodyLimit: limit, keepAlive: true)
    }

    /// Reads body until something else than data comes.
    mutating func body() -> (text: String, last: Seen) {
        var text = ""
        while true {
            switch connection.nextBody(&io) {
            case .data(let view): text += String(view)
            case .end: return (text, .end)
            case .wait: return (text, .wait)
            case .malformed(let error): return (text, .malformed(error))
            case .cut: return (text, .cut)
            }
        }
    }
}

/// An upstream connection with its peer.
struct ClientSide: ~Copyable {
    let wires = Wires()
    var connection: H1ClientConnection
    var io = IOScratch()

    /// A connection that carries its first exchange.
    init(request framing: BodyFraming = .none) {
        connection = H1ClientConnection(
            conduit: Conduit(plain: wires.descriptor),
            cluster: 0,
            endpoint: 0,
            limits: H1Limits(),
            now: .zero,
            timer: .none
        )
        connection.begin(exchange: 7, framing: framing)
    }

    mutating func head(after bytes: [UInt8] = []) -> Seen {
        arrive(bytes)
        switch connection.nextHead(&io) {
        case .head(let view): return .head(String(view))
        case .wait: return .wait
        case .end(let afterBytes): return afterBytes ? .cut : .end
        case .malformed(let error): return .malformed(error)
        case .failed: return .failed
        }
    }

    mutating func head(after text: String) -> Seen { head(after: Array(text.utf8)) }

    mutating func arrive(_ bytes: [UInt8]) {
        if !bytes.isEmpty { wires.send(bytes) }
        connection.conduit.noteReadable()
    }

    mutating func settle(_ framing: BodyFraming, head: String, keepAlive: Bool = true) {
        connection.settleHead(length: head.utf8.count, framing: framing, keepAlive: keepAlive)
    }

    mutating func body() -> (text: String, last: Seen) {
        var text = ""
        while true {
            switch connection.nextBody(&io) {
            case .data(let view): text += String(view)
            case .end: return (text, .end)
            case .wait: return (text, .wait)
            case .malformed(let error): return (text, .malformed(error))
            case .cut: return (text, .cut)
            }
        }
    }
}
