// How does a client that knows nothing of it begin with other bytes?

/// A proxy on a loopback port: it connects to another port, sends its preface there, and then passes on what comes from
/// either side, as a load balancer does that writes PROXY headers.
public final class PrefacedRelay: Sendable {
    private let listening: Listening
    public var port: UInt16 { listening.port }

    /// Relays to `target`. Each piece of `preface` is sent by itself.
    public init(to target: UInt16, preface pieces: [[UInt8]]) throws {
        listening = try Listening { client in
            guard let server = try? TestSocket(port: target) else {
                client.close()
                return
            }
            for piece in pieces { try? server.send(piece) }
            TestThread.start { PrefacedRelay.pass(from: server, to: client) }
            PrefacedRelay.pass(from: client, to: server)
        }
    }

    public convenience init(to target: UInt16, preface: [UInt8]) throws {
        try self.init(to: target, preface: [preface])
    }

    /// Passes everything on, and the end behind it.
    private static func pass(from source: TestSocket, to sink: TestSocket) {
        while case .bytes(let bytes)? = try? source.receive() {
            guard (try? sink.send(bytes)) != nil else { break }
        }
        sink.finishSending()
    }
}
