// How do two conduits talk to each other in one thread?

import Bytes
import CLinux
import Wire

/// A server and a client conduit over a socket pair, with one scratch for both, as on a worker.
struct Duplex: ~Copyable {
    var server: Conduit
    var client: Conduit
    var io = IOScratch()

    static func sockets() -> (Int32, Int32) {
        var pair: (Int32, Int32) = (-1, -1)
        let answer = unsafe withUnsafeMutableBytes(of: &pair) {
            unsafe CLinux_socketpair_stream($0.bindMemory(to: Int32.self).baseAddress!)
        }
        precondition(answer == 0, "No socket pair could be made.")
        return pair
    }

    /// Plain at both ends.
    init() {
        let (a, b) = Self.sockets()
        server = Conduit(plain: a)
        client = Conduit(plain: b)
    }

    init(_ serving: TLSContext, _ dialling: TLSClientContext, name: String) {
        let (a, b) = Self.sockets()
        server = Conduit(fd: a, server: serving)
        client = Conduit(fd: b, client: dialling, serverName: name)
    }

    /// Steps both ends until each is done or has failed.
    mutating func shakeHands() -> (server: HandshakeStep, client: HandshakeStep) {
        var result: (server: HandshakeStep, client: HandshakeStep) = (.wantsRead, .wantsRead)
        for _ in 0..<20 {
            if !result.client.isOver {
                client.noteReadable()
                result.client = client.handshake(&io)
            }
            if !result.server.isOver {
                server.noteReadable()
                result.server = server.handshake(&io)
            }
            if result.client.isOver && result.server.isOver { break }
        }
        return result
    }

    /// Everything that the client gets until it would block or ends.
    mutating func readClient(hangup: Bool = false) -> Received {
        client.noteReadable(hangup: hangup)
        var received = Received()
        while received.isOpen { received.take(client.read(&io)) }
        return received
    }

    mutating func readServer() -> Received {
        server.noteReadable()
        var received = Received()
        while received.isOpen { received.take(server.read(&io)) }
        return received
    }

    mutating func writeClient(_ text: String) -> WriteStep { text.withByteView { client.write($0, &io) } }
    mutating func writeServer(_ text: String) -> WriteStep { text.withByteView { server.write($0, &io) } }
}

/// What came out of a conduit, and how it stopped.
struct Received {
    var bytes: [UInt8] = []
    var views = 0
    var last: ReadStep?

    var isOpen: Bool { last == nil }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func take(_ step: ReadStep) {
        if case .bytes(let view) = step {
            bytes += view.array
            views += 1
        } else {
            last = step
        }
    }

    var wouldBlock: Bool { if case .wouldBlock? = last { true } else { false } }
    var ended: Bool { if case .end? = last { true } else { false } }
    var truncated: Bool { if case .truncated? = last { true } else { false } }
    var failure: ConduitError? { if case .failed(let error)? = last { error } else { nil } }
}

extension HandshakeStep {
    var isDone: Bool { if case .done = self { true } else { false } }
    var failure: TLSError? { if case .failed(let error) = self { error } else { nil } }
    var isOver: Bool { isDone || failure != nil }
}

extension WriteStep {
    var isAll: Bool { if case .all = self { true } else { false } }
    var isPending: Bool { if case .pending = self { true } else { false } }
    var failure: ConduitError? { if case .failed(let error) = self { error } else { nil } }
}
