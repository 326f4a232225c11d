// What does the story ask of the upstream's side, whichever HTTP it speaks?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
    /// Content that is kept for one stream beyond what the upstream's window takes.
    private static var streamBacklog: Int { 64 << 10 }

    // MARK: What it is asked

    /// Whether the upstream takes more of the request's body now. If not, the exchange goes on when it does.
    mutating func upstreamTakesMore(_ x: UInt32) -> Bool {
        let upstream = exchanges[x].upstream
        guard upstream.isStream else { return !clients[upstream.connection].conduit.hasPendingOutput }
        if !isUpstreamBehind(upstream, by: Worker.streamBacklog) { return true }
        h2clients[upstream.connection].session.awaitRoom(upstream.stream)
        return false
    }

    /// Whether the upstream has not taken what is there for it.
    mutating func upstreamIsSlow(_ x: UInt32) -> Bool {
        let upstream = exchanges[x].upstream
        if upstream.isStream { return isUpstreamBehind(upstream, by: 1) }
        return clients[upstream.connection].conduit.hasPendingOutput
    }

    /// Whether nothing is left that the upstream has to take. If something is, the exchange goes on when it has: what
    /// fills a shared connection may be another stream's, whose going tells nobody who did not ask.
    mutating func upstreamHasTakenAll(_ x: UInt32) -> Bool {
        if !upstreamIsSlow(x) { return true }
        let upstream = exchanges[x].upstream
        if upstream.isStream { h2clients[upstream.connection].session.awaitRoom(upstream.stream) }
        return false
    }

    private mutating func isUpstreamBehind(_ upstream: UpstreamPlace, by bytes: Int) -> Bool {
        h2clients[upstream.connection].conduit.hasPendingOutput
            || h2clients[upstream.connection].session.pendingOutput(of: upstream.stream) >= bytes
    }

    /// Passes a piece of request body on to a stream.
    /// - Returns: false when the exchange ended.
    mutating func giveUpstream(_ data: ByteView, toStreamOf x: UInt32) -> Bool {
        let upstream = exchanges[x].upstream
        let c = upstream.connection
        markDirty(client: c)
        if data.count <= Worker.stagedPiece || h2clients[c].conduit.hasPendingOutput {
            h2clients[c].session.write(upstream.stream, data)
            return true
        }
        if case .failed = h2clients[c].write(data, on: upstream.stream, &framed, &pairs, &io) {
            loseUpstream(c)
            return false
        }
        return true
    }

    /// The request's body is complete.
    mutating func endUpstreamContent(_ x: UInt32) {
        let upstream = exchanges[x].upstream
        guard upstream.isStream else {
            clients[upstream.connection].stageEnd(trailers: requestTrailers(of: x), into: &staged)
            return
        }
        h2clients[upstream.connection].session.end(upstream.stream, trailers: requestTrailers(of: x))
        markDirty(client: upstream.connection)
    }

    /// Content bytes of the request that went to the upstream.
    mutating func contentForwarded(_ x: UInt32) -> UInt64 {
        let upstream = exchanges[x].upstream
        if upstream.isNone { return 0 }
        if upstream.isStream { return h2clients[upstream.connection].session.written(by: upstream.stream) }
        return clients[upstream.connection].requestBytes
    }

    // MARK: What it answers

    /// Looks for the next piece of the answer's body.
    mutating func nextAnswer(_ x: UInt32) -> AnswerStep {
        let upstream = exchanges[x].upstream
        if upstream.isStream { return nextStreamAnswer(upstream) }
        switch clients[upstream.connection].nextBody(&io) {
        case .data(let data): return .data(data)
        case .end: return .end
        case .wait: return .wait
        case .malformed, .cut: return .broken
        }
    }

    private mutating func nextStreamAnswer(_ upstream: UpstreamPlace) -> AnswerStep {
        switch h2clients[upstream.connection].session.takeContent(upstream.stream) {
        case .data(let data):
            markDirty(client: upstream.connection)
            return .data(data)
        case .end: return .end
        case .wait: return .wait
        case .malformed: return .broken
        }
    }

    /// The validated trailer lines of an answer that has ended.
    mutating func answerTrailers(of x: UInt32) -> ByteView {
        let upstream = exchanges[x].upstream
        if upstream.isStream { return h2clients[upstream.connection].session.incomingTrailers(of: upstream.stream) }
        return clients[upstream.connection].responseTrailers
    }

    /// Lets others have their turn before more of the answer is moved.
    mutating func queueAnswer(of x: UInt32) {
        // What a stream has brought is bounded by its window, so it never comes to this.
        if !exchanges[x].upstream.isStream { queueClient(exchanges[x].upstream.connection) }
    }

    /// The client takes more of its answer.
    mutating func goOnWithAnswer(_ x: UInt32) {
        let upstream = exchanges[x].upstream
        if upstream.isNone { return }
        if upstream.isStream {
            if exchanges[x].phase == .answering || exchanges[x].phase == .tunnelling { pumpStreamAnswer(x) }
        } else {
            receive(from: upstream.connection)
        }
    }

    /// Moves what an upstream's stream has brought towards the client.
    mutating func pumpStreamAnswer(_ x: UInt32) {
        let upstream = exchanges[x].upstream
        let generation = h2clients.generation(of: upstream.connection)
        if exchanges[x].phase == .tunnelling { pumpDown(x) } else { pumpAnswer(x) }
        guard h2clients.isLive(upstream.connection, generation: generation) else { return }
        h2clients[upstream.connection].session.park(upstream.stream)
    }

    // MARK: How it ends

    /// The answer was taken whole: the connection is free for others.
    mutating func releaseUpstream(_ x: UInt32) {
        let upstream = exchanges[x].upstream
        exchanges[x].upstream = UpstreamPlace()
        if upstream.isStream {
            // A request whose answer is complete need not be sent to its end (RFC 9113, 8.1).
            if !exchanges[x].requestBodyEnded || exchanges[x].tunnel.isWanted {
                h2clients[upstream.connection].session.reset(upstream.stream, .cancel)
            }
            leaveUpstreamStream(upstream)
        } else {
            release(upstream.connection)
        }
    }

    /// Gives up what the upstream does for the exchange.
    mutating func dropUpstream(_ x: UInt32) {
        let upstream = exchanges[x].upstream
        if upstream.isNone { return }
        exchanges[x].upstream = UpstreamPlace()
        if upstream.isStream {
            h2clients[upstream.connection].session.reset(upstream.stream, .cancel)
            leaveUpstreamStream(upstream)
        } else {
            clients[upstream.connection].exchange = .max
            if !isSharedDial(upstream.connection) { closeClient(upstream.connection) }
        }
    }
}
