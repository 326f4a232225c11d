// How does a tunnel end, and what does each side see of it?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Wire

extension Worker {
    /// Both sides have said everything and heard it, or the gateway has waited for that long enough.
    mutating func finishTunnel(_ x: UInt32) {
        writeDownTunnel(x, exchanges[x].tunnel.end ?? .clientClosed)
        leaveUpstream(x, isBroken: false)
        let client = exchanges[x].client
        if client.isStream {
            finishStream(x)
        } else if servers[client.connection].conduit.hasPendingOutput {
            servers[client.connection].conduit.shutdownWrite(&io)
            exchanges[x].phase = .flushing
            armServer(client.connection)
        } else {
            finish(x)
        }
    }

    private mutating func finishStream(_ x: UInt32) {
        // When the client heard the end already, only its own is missing; what it still wants to say concerns nobody.
        guard exchanges[x].tunnel.clientIsTold else {
            endStream(of: x, trailers: .empty)
            armFlushing(x)
            return
        }
        let client = exchanges[x].client
        let keepsStream = exchanges[x].tunnel.keepsClosedStream
        finish(x)
        if keepsStream { h2servers[client.connection].session.release(client.stream) }
    }

    /// One side broke: the other must not take what it has for whole.
    mutating func breakTunnel(_ x: UInt32, _ end: TunnelEnd) {
        if exchanges[x].tunnel.isLeaving {
            // Both know already that nothing follows.
            finishTunnel(x)
            return
        }
        writeDownTunnel(x, end)
        leaveUpstream(x, isBroken: true)
        now = MonotonicClock.now()
        writeDown(x)
        let client = exchanges[x].client
        let keepsStream = exchanges[x].tunnel.keepsClosedStream
        dropExchange(x)
        if !client.isStream {
            servers[client.connection].exchange = .max
            closeServer(client.connection, abort: true)
        } else if keepsStream {
            leaveStream(client)
            h2servers[client.connection].session.release(client.stream)
        } else {
            // RFC 8441, 5: what is RST on a connection is CANCEL on a stream.
            resetStream(client, .cancel)
        }
    }

    /// The client is gone, and its connection or stream with it.
    mutating func abandonTunnel(_ x: UInt32) {
        let isLeaving = exchanges[x].tunnel.isLeaving
        writeDownTunnel(x, isLeaving ? exchanges[x].tunnel.end ?? .drained : endWithoutClient(x))
        leaveUpstream(x, isBroken: !isLeaving)
        now = MonotonicClock.now()
        writeDown(x)
    }

    private mutating func endWithoutClient(_ x: UInt32) -> TunnelEnd {
        if now >= tunnelDrain.endsAt { return .drained }
        return exchanges[x].tunnel.stuckAt <= now ? .clientStalled : .clientReset
    }

    /// Ends the attempt and its connection, which never serves another.
    private mutating func leaveUpstream(_ x: UInt32, isBroken: Bool) {
        writeDownAttempt(x, failure: nil)
        let upstream = exchanges[x].upstream
        let keepsStream = exchanges[x].tunnel.keepsClosedUpstream
        exchanges[x].upstream = UpstreamPlace()
        if upstream.isStream {
            // A stream that both sides have ended is not reset. NO_ERROR is a server's word (RFC 9113, 8.1).
            if !keepsStream { h2clients[upstream.connection].session.reset(upstream.stream, .cancel) }
            leaveUpstreamStream(upstream)
            if keepsStream { h2clients[upstream.connection].session.release(upstream.stream) }
        } else {
            leaveConnection(upstream.connection, isBroken: isBroken)
        }
        settleAttempt(x)
    }

    private mutating func leaveConnection(_ c: UInt32, isBroken: Bool) {
        clients[c].exchange = .max
        if isBroken {
            clients[c].conduit.close(&io, abort: true)
        } else {
            clients[c].conduit.shutdownWrite(&io)
            readAway(c)
        }
        closeClient(c)
    }

    /// How often an upstream is read that is about to be closed: input that is left behind would make the kernel reset it.
    private static var readsAway: Int { 16 }

    private mutating func readAway(_ c: UInt32) {
        for _ in 0..<Worker.readsAway {
            guard case .data = clients[c].nextBytes(&io) else { return }
        }
    }

    // MARK: Streams that are over before their bytes were passed on

    /// The client's stream was ended properly by both sides, or reset.
    /// - Returns: whether the tunnel still needs the stream's place.
    mutating func keepsClosedStream(_ x: UInt32, code: UInt32) -> Bool {
        guard exchanges[x].phase == .tunnelling, code == 0 else { return false }
        let client = exchanges[x].client
        guard exchanges[x].tunnel.clientIsTold, h2servers[client.connection].session.contentIsEnded(client.stream)
        else { return false }
        exchanges[x].tunnel.keepsClosedStream = true
        return true
    }

    /// Likewise for the upstream's.
    mutating func keepsClosedUpstream(_ x: UInt32, code: UInt32) -> Bool {
        guard exchanges[x].phase == .tunnelling, code == 0 else { return false }
        let upstream = exchanges[x].upstream
        guard exchanges[x].tunnel.upstreamIsTold, h2clients[upstream.connection].session.contentIsEnded(upstream.stream)
        else { return false }
        exchanges[x].tunnel.keepsClosedUpstream = true
        return true
    }

    // MARK: Times

    /// Sees to it that silence is noticed, and a client that takes nothing on its stream; a connection watches that itself.
    mutating func watchTunnel(_ x: UInt32) {
        guard exchanges[x].client.isStream, isSlow(x) else {
            exchanges[x].tunnel.stuckAt = .distantFuture
            // The timer is only moved when it runs out too early, and not for each byte.
            exchanges[x].deadline = exchanges[x].tunnel.idleAt
            return
        }
        let written = contentSent(x)
        if exchanges[x].tunnel.stuckAt == .distantFuture || written != exchanges[x].writtenBefore {
            exchanges[x].writtenBefore = written
            let patience = exchanges[x].plan.routes[exchanges[x].route].writeIdle
            exchanges[x].tunnel.stuckAt = now.advanced(byNanoseconds: patience)
        }
        armExchange(x, until: min(exchanges[x].tunnel.idleAt, exchanges[x].tunnel.stuckAt))
    }

    /// The client has taken nothing for too long, and is about to be given up.
    mutating func noteStall(_ x: UInt32) { exchanges[x].tunnel.stuckAt = now }

    mutating func tunnelTimedOut(_ x: UInt32) {
        if exchanges[x].tunnel.isLeaving {
            finishTunnel(x)
        } else if now >= exchanges[x].tunnel.idleAt {
            closeTunnel(x, .idle)
        } else if now >= exchanges[x].tunnel.stuckAt, contentSent(x) == exchanges[x].writtenBefore {
            count(.streamsStalled)
            breakTunnel(x, .clientStalled)
        } else {
            watchTunnel(x)
            armExchange(x, until: exchanges[x].deadline)
        }
    }
}
