// How does a test drive a downstream connection?

import Bytes
import HTTP
import Time
import Wire

@testable import Connection

/// A downstream connection with its peer.
struct ServerSide: ~Copyable {
    let wires = Wires()
    var connection: H1ServerConnection
    var io = IOScratch()

    init(limits: H1Limits = H1Limits()) {
        connection = H1ServerConnection(
            conduit: Conduit(plain: wires.descriptor),
            facts: ClientFacts(listener: 0, peer: .unix("test"), clearance: 0, isSecure: false, now: .zero),
            limits: limits,
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
