// What does the story ask of the client's side, whichever HTTP it speaks?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Wire

extension Worker {
    /// Content that is kept for one stream beyond what the client's window takes.
    private static var streamBacklog: Int { 64 << 10 }

    // MARK: Who it is

    mutating func facts(of client: ClientPlace) -> ClientFacts {
        client.isStream ? h2servers[client.connection].facts : servers[client.connection].facts
    }

    /// Our end of the client's connection.
    mutating func localAddress(of client: ClientPlace) -> SocketAddress? {
        client.isStream
            ? h2servers[client.connection].conduit.localAddress : servers[client.connection].conduit.localAddress
    }

    /// Whether the exchange is the first on its connection.
    mutating func isFirst(_ x: UInt32) -> Bool {
        let client = exchanges[x].client
        if client.isStream { return h2servers[client.connection].session.identifier(of: client.stream) == 1 }
        return servers[client.connection].requests <= 1
    }

    mutating func tlsVersion(of client: ClientPlace) -> TLSVersion? {
        client.isStream
            ? h2servers[client.connection].conduit.tls?.version : servers[client.connection].conduit.tls?.version
    }

    // MARK: What it asks

    /// Whether more of the request's body may come.
    mutating func expectsContent(_ x: UInt32) -> Bool {
        let client = exchanges[x].client
        if client.isStream { return !exchanges[x].requestBodyEnded }
        return servers[client.connection].phase == .body
    }

    /// Looks for the next piece of the request's body.
    mutating func nextContent(of x: UInt32) -> ContentStep {
        let client = exchanges[x].client
        if client.isStream { return nextStreamContent(of: x) }
        switch servers[client.connection].nextBody(&io) {
        case .data(let data): return .data(data)
        case .end: return .end
        case .wait: return .wait
        case .malformed(let error): return .fault(error == .bodyTooLarge ? .bodyTooLarge : .malformed(error))
        case .cut: return .cut
        }
    }

    private mutating func nextStreamContent(of x: UInt32) -> ContentStep {
        let client = exchanges[x].client
        switch h2servers[client.connection].session.takeContent(client.stream) {
        case .data(let data):
            // The client may send as much again; it hears of it with the next flush.
            markDirty(server: client.connection)
            notePace(x, bytes: data.count)
            return .data(data)
        case .end: return .end
        case .wait: return .wait
        case .malformed(.h1(.bodyTooLarge)): return .fault(.bodyTooLarge)
        case .malformed(let error): return .fault(.malformedStream(error))
        }
    }

    /// The validated trailer lines of a body that has ended.
    mutating func requestTrailers(of x: UInt32) -> ByteView {
        let client = exchanges[x].client
        if client.isStream { return h2servers[client.connection].session.incomingTrailers(of: client.stream) }
        return servers[client.connection].requestTrailers
    }

    /// Lets others have their turn before more of the request's body is moved.
    mutating func queueContent(of x: UInt32) {
        // What a stream has brought is bounded by its window, so it never comes to this.
        if !exchanges[x].client.isStream { queueServer(exchanges[x].client.connection) }
    }

    /// The upstream takes more of the request's body.
    mutating func goOnWithRequest(_ x: UInt32) {
        let client = exchanges[x].client
        guard client.isStream else {
            serve(client.connection)
            return
        }
        guard takesContent(x) else { return }
        pumpStream(x)
    }

    /// Whether what the client sends behind its head can go on to the upstream now.
    mutating func takesContent(_ x: UInt32) -> Bool {
        switch exchanges[x].phase {
        case .awaitingAnswer, .answering, .tunnelling: true
        case .choosing, .connecting, .flushing: false
        }
    }

    /// Moves what a stream has brought towards the upstream.
    mutating func pumpStream(_ x: UInt32) {
        let client = exchanges[x].client
        let generation = h2servers.generation(of: client.connection)
        if exchanges[x].phase == .tunnelling { pumpUp(x) } else { _ = pumpRequest(x) }
        guard h2servers.isLive(client.connection, generation: generation) else { return }
        h2servers[client.connection].session.park(client.stream)
    }

    /// From now on the rate of the request's body is judged anew.
    mutating func openRateWindow(of x: UInt32) {
        let client = exchanges[x].client
        guard client.isStream else {
            openRateWindow(client.connection)
            return
        }
        exchanges[x].bodyPace.windowEndsAt = now.advanced(byNanoseconds: Worker.rateWindow)
        exchanges[x].bodyPace.bytesInWindow = 0
        notePace(x, bytes: 0)
    }

    private mutating func notePace(_ x: UInt32, bytes: Int) {
        exchanges[x].bodyPace.bytesInWindow += UInt64(bytes)
        let pause = exchanges[x].plan.routes[exchanges[x].route].bodyIdle
        exchanges[x].bodyPace.idleUntil = now.advanced(byNanoseconds: pause)
    }

    // MARK: What it is told

    /// Whether the client takes more of its answer now. If not, the exchange goes on when it does.
    mutating func takesMore(_ x: UInt32) -> Bool {
        let client = exchanges[x].client
        guard client.isStream else { return !servers[client.connection].conduit.hasPendingOutput }
        if !h2servers[client.connection].isBehind(on: client.stream, by: Worker.streamBacklog) { return true }
        h2servers[client.connection].session.awaitRoom(client.stream)
        return false
    }

    /// Whether the client has not taken what is there for it.
    mutating func isSlow(_ x: UInt32) -> Bool {
        let client = exchanges[x].client
        return client.isStream
            ? h2servers[client.connection].isBehind(on: client.stream, by: 1)
            : servers[client.connection].conduit.hasPendingOutput
    }

    /// Whether content waits on the client's stream. Whether its connection takes what was framed, that watches itself.
    mutating func streamIsBehind(_ x: UInt32) -> Bool {
        let client = exchanges[x].client
        return h2servers[client.connection].session.pendingOutput(of: client.stream) > 0
    }

    /// Begins the answer on its stream with the staged head, which is taken; in place of the upstream's, if that was taken
    /// back.
    mutating func respond(_ x: UInt32, content: BodyFraming) {
        let client = exchanges[x].client
        pairs.readResponse(staged.readable)
        if exchanges[x].headCanBeReplaced { return replaceHead(client, x) }
        begin(client, x, content: content)
    }

    /// Says what is in `pairs` in place of the upstream's head, whose frame is not written and keeps its flags.
    @inline(never)
    private mutating func replaceHead(_ client: ClientPlace, _ x: UInt32) {
        staged.clear()
        let isReplaced = h2servers[client.connection].session.replaceHead(client.stream, pairs)
        assert(isReplaced, "Nothing is written between the question and this.")
        exchanges[x].headCanBeReplaced = false
        exchanges[x].answerHasLeft = true
        markDirty(server: client.connection)
    }

    /// Begins the answer on its stream with the head that the upstream sent, and the fields that are staged.
    mutating func passHead(_ x: UInt32, content: BodyFraming) {
        pairs.readResponse(response, except: HopByHop.response, addingLines: staged.readable)
        begin(exchanges[x].client, x, content: content)
        // A head that is the whole answer ends its stream, so that no other one could have content.
        exchanges[x].headCanBeReplaced = content.mayHaveBytes || exchanges[x].method == .head
    }

    /// Whether the client has seen nothing of its answer and can be told something else.
    mutating func canTakeAnswerBack(_ x: UInt32) -> Bool {
        let client = exchanges[x].client
        if !client.isStream { return !exchanges[x].answerHasLeft }
        // What a call has is kept: its trailers say that it is not whole.
        if exchanges[x].call.answersInGRPC || !exchanges[x].headCanBeReplaced { return false }
        return !h2servers[client.connection].session.headIsWritten(client.stream)
    }

    /// Begins an answer with the fields in `pairs`.
    private mutating func begin(_ client: ClientPlace, _ x: UInt32, content: BodyFraming) {
        staged.clear()
        h2servers[client.connection].session.respond(client.stream, pairs, hasContent: content.mayHaveBytes)
        exchanges[x].answerHasLeft = true
        markDirty(server: client.connection)
    }

    /// Passes an interim answer on, its head being staged.
    /// - Returns: false when the client is gone, and the exchange with it.
    mutating func inform(_ x: UInt32) -> Bool {
        let client = exchanges[x].client
        if client.isStream {
            pairs.readResponse(staged.readable)
            staged.clear()
            h2servers[client.connection].session.inform(client.stream, pairs)
            markDirty(server: client.connection)
            return true
        }
        return writeStaged(to: client.connection)
    }

    /// Writes what is staged for an HTTP/1 client.
    /// - Returns: false when the client is gone, and the exchange with it.
    mutating func writeStaged(to s: UInt32) -> Bool {
        switch servers[s].write(&staged, &io) {
        case .all:
            noteTaken(s)
            return true
        case .pending:
            armServer(s)
            return true
        case .failed:
            abandon(s)
            return false
        }
    }

    /// Passes a piece of the answer on to a stream.
    /// - Returns: false when the client is gone, and the exchange with it.
    mutating func give(_ data: ByteView, toStreamOf x: UInt32) -> Bool {
        let client = exchanges[x].client
        let s = client.connection
        markDirty(server: s)
        if data.count <= Worker.stagedPiece || h2servers[s].conduit.hasPendingOutput {
            h2servers[s].session.write(client.stream, data)
            return true
        }
        if case .failed = h2servers[s].write(data, on: client.stream, &framed, &pairs, &io) {
            abandonStreams(s)
            return false
        }
        return true
    }

    /// The answer on a stream is complete; the exchange ends when its last frame is written.
    mutating func endStream(of x: UInt32, trailers: ByteView) {
        let client = exchanges[x].client
        h2servers[client.connection].session.end(client.stream, trailers: trailers)
        exchanges[x].phase = .flushing
        markDirty(server: client.connection)
    }

    /// Answers in our own name on a stream whose head is staged.
    mutating func replyOnStream(_ x: UInt32, text: ByteView) {
        let client = exchanges[x].client
        if !text.isEmpty { h2servers[client.connection].session.write(client.stream, text) }
        endStream(of: x, trailers: .empty)
        armFlushing(x)
    }

    /// Content bytes of this exchange's answer; a connection still tells those of the answer before until it begins.
    mutating func contentSent(_ x: UInt32) -> UInt64 {
        if exchanges[x].status == 0 { return 0 }
        let client = exchanges[x].client
        if client.isStream { return h2servers[client.connection].session.written(by: client.stream) }
        return servers[client.connection].responseBytes
    }

    // MARK: How it ends

    /// The exchange is over and its answer is broken: what the client has cannot look whole.
    mutating func breakClientOff(_ x: UInt32) {
        let client = exchanges[x].client
        guard client.isStream else {
            servers[client.connection].exchange = .max
            dropExchange(x)
            closeServer(client.connection, abort: true)
            return
        }
        resetStream(client, .internalError)
        dropExchange(x)
    }

    /// The stream ends at once, and carries no exchange any more.
    mutating func resetStream(_ client: ClientPlace, _ code: H2ErrorCode) {
        h2servers[client.connection].session.reset(client.stream, code)
        count(.streamsResetByGateway)
        leaveStream(client)
    }

    /// The stream carries no exchange any more.
    mutating func leaveStream(_ client: ClientPlace) {
        let s = client.connection
        h2servers[s].session.setOwner(.max, of: client.stream)
        h2servers[s].running -= 1
        if h2servers[s].running == 0 {
            h2servers[s].idleUntil = now.advanced(byNanoseconds: plan.listeners[h2servers[s].facts.listener].keepAlive)
        }
        markDirty(server: s)
    }

    /// The client is gone or broken: its exchange ends with it.
    mutating func abandonClient(of x: UInt32) {
        let client = exchanges[x].client
        if client.isStream { abandonStreams(client.connection) } else { abandon(client.connection) }
    }
}
