// How does a test drive an upstream connection?

import Bytes
import HTTP
import Time
import Wire

@testable import Connection

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
