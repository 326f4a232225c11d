// How do two connections of HTTP/2 talk over a socket pair, in one thread?

import Bytes
import Connection
import Glibc
import HTTP
import Time
import Wire

/// Both ends of one connection, and what a worker lends them.
final class H2Ends {
    var client: H2ClientConnection
    var server: H2ServerConnection
    var io = IOScratch()
    var inbox = H2Inbox()
    var pairs = H2Pairs()
    var framed = ByteBuffer()
    /// The client's content that the server has seen, and the other way round.
    private(set) var asked: [UInt8] = []
    private(set) var answered: [UInt8] = []
    /// Places of requests on the server's side, in their order.
    private(set) var requests: [UInt32] = []
    private(set) var roomsOfServer = 0

    init(
        client clientSettings: H2Settings = H2Settings(),
        server serverSettings: H2Settings = H2Settings(),
        streamLimit: Int = 100
    ) {
        var pair: [Int32] = [-1, -1]
        let answer = unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &pair)
        precondition(answer == 0, "No socket pair could be made.")
        client = H2ClientConnection(
            conduit: Conduit(plain: pair[0]),
            session: H2Session(.client, settings: clientSettings, budget: H2MisbehaviourBudget(), now: 0),
            cluster: 0,
            endpoint: 0,
            streamLimit: streamLimit,
            timer: .none
        )
        server = H2ServerConnection(
            conduit: Conduit(plain: pair[1]),
            facts: ClientFacts(listener: 0, peer: .unix("test"), clearance: 0, isSecure: false, now: .zero),
            session: H2Session(.server, settings: serverSettings, budget: H2MisbehaviourBudget(), now: 0),
            timer: .none,
            idleUntil: .distantFuture
        )
    }

    deinit {
        client.conduit.close(&io, abort: false)
        server.conduit.close(&io, abort: false)
    }

    // MARK: Turns

    /// A turn of each: what is there is read, what there is to say is written.
    func talk(turns: Int = 20) {
        for _ in 0..<turns {
            _ = flushClient()
            readServer()
            _ = flushServer()
            readClient()
        }
    }

    func flushClient() -> WriteStep {
        if client.conduit.hasPendingOutput {
            client.conduit.noteWritable()
            guard case .all = client.conduit.flush(&io) else { return .pending }
        }
        return client.flush(&framed, &pairs, &io)
    }

    func flushServer() -> WriteStep {
        if server.conduit.hasPendingOutput {
            server.conduit.noteWritable()
            guard case .all = server.conduit.flush(&io) else { return .pending }
            server.session.tellRoom()
        }
        let step = server.flush(&framed, &pairs, &io)
        while let event = server.session.takeWritten() {
            if case .room = event { roomsOfServer += 1 }
            if case .closed(let stream, _) = event { server.session.release(stream) }
        }
        return step
    }

    func readServer() {
        server.conduit.noteReadable()
        while server.conduit.mayHaveMore {
            guard case .bytes(let view) = server.conduit.read(&io) else { return }
            server.session.receive(view, now: 0, into: &inbox)
            while let event = inbox.take() {
                switch event {
                case .section(let stream, _, _): if !requests.contains(stream) { requests.append(stream) }
                case .data(let stream, let range):
                    server.session.arrive(stream, view[range])
                    if case .data(let data) = server.session.takeContent(stream) { asked += data.array }
                case .closed(let stream, _): server.session.release(stream)
                default: break
                }
            }
        }
    }

    func readClient() {
        client.conduit.noteReadable()
        while client.conduit.mayHaveMore {
            guard case .bytes(let view) = client.conduit.read(&io) else { return }
            client.session.receive(view, now: 0, into: &inbox)
            while let event = inbox.take() {
                switch event {
                case .data(let stream, let range):
                    client.session.arrive(stream, view[range])
                    if case .data(let data) = client.session.takeContent(stream) { answered += data.array }
                case .closed(let stream, _): client.session.release(stream)
                default: break
                }
            }
        }
    }

    // MARK: Messages

    func ask(hasContent: Bool = false) -> UInt32? {
        pairs.readRequest(ByteView("POST / HTTP/1.1\r\nHost: a\r\n\r\n"), scheme: "http")
        return client.session.request(pairs, hasContent: hasContent)
    }

    func respond(_ stream: UInt32) {
        pairs.readResponse(ByteView("HTTP/1.1 200 OK\r\n\r\n"))
        server.session.respond(stream, pairs, hasContent: true)
    }
}
