// What does a downstream connection want next?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Wire

extension Worker {
    /// How much a lingering client may still send before it is cut off.
    static var lingeringBytes: Int { 256 << 10 }
    /// How long a lingering client may take; less while the gateway waits for it to stop.
    static var lingeringTime: UInt64 { 2_000_000_000 }
    static var drainLingeringTime: UInt64 { 250_000_000 }
    /// How many requests one connection may bring in a turn, before others have theirs.
    private static var requestsPerTurn: Int { 64 }
    /// The window over which the rate of a request body is judged.
    static var rateWindow: UInt64 { 10_000_000_000 }

    /// A downstream connection became readable or writable, or ended.
    mutating func serverIsReady(_ s: UInt32, _ event: PollEvent) {
        if event.readable || event.hangup || event.error {
            servers[s].conduit.noteReadable(hangup: event.hangup || event.error)
        }
        if event.writable { servers[s].conduit.noteWritable() }
        // While lingering both sides have had their last word sooner or later, and nothing is broken by that.
        if event.error || event.closed && servers[s].phase != .lingering && servers[s].phase != .tunnelling {
            if servers[s].phase == .handshake { count(.tlsHandshakesFailed) }
            if servers[s].phase == .preface { count(.proxyHeadersCut) }
            abandon(s)
            return
        }
        if event.hangup, !noteEndOfInput(s) { return }
        if servers[s].phase == .preface {
            readProxyHeader(s)
            return
        }
        if servers[s].phase == .handshake {
            shakeHands(s)
            return
        }
        if servers[s].conduit.hasPendingOutput, !flushServer(s) { return }
        if event.readable, servers[s].phase == .answering, !servers[s].lookForEnd(&io) {
            abandon(s)
            return
        }
        // Also while the client does not take its answer: the body of its request goes on.
        if event.readable || event.hangup { serve(s) }
    }

    /// Reads and answers as many requests as are there, and moves the body of the running one.
    mutating func serve(_ s: UInt32) {
        let generation = servers.generation(of: s)
        var steps = 0
        while servers.isLive(s, generation: generation), takeStep(s) {
            steps += 1
            if steps == Worker.requestsPerTurn, servers.isLive(s, generation: generation) {
                queueServer(s)
                break
            }
        }
        guard servers.isLive(s, generation: generation) else { return }
        servers[s].park()
        armServer(s)
    }

    /// One step of a downstream connection.
    /// - Returns: whether there may be another one now.
    private mutating func takeStep(_ s: UInt32) -> Bool {
        switch servers[s].phase {
        case .head: return readHead(s)
        case .body: return readBody(s)
        case .lingering:
            if !servers[s].discardInput(&io, limit: Worker.lingeringBytes) { closeServer(s, abort: false) }
            return false
        case .tunnelling:
            carryOn(s)
            return false
        case .answering, .handshake, .preface: return false
        }
    }

    private mutating func readHead(_ s: UInt32) -> Bool {
        if mayBePreface(s) {
            switch servers[s].lookForPreface(&io) {
            case .http2:
                speakH2(s)
                return false
            case .wait: return false
            case .other: break
            }
        }
        if !plan.listeners[servers[s].facts.listener].allowsHTTP1 {
            refuse(.versionNotServed, on: s)
            return true
        }
        // What the client has not taken yet bounds what it may ask: one answer at a time is kept for it.
        if servers[s].conduit.hasPendingOutput { return false }
        switch servers[s].nextHead(&io, now: now) {
        case .head(let bytes):
            if servers[s].inputEnded { grantTime(s) }
            begin(bytes, on: s)
        case .wait: return false
        case .malformed(let error): refuse(.malformed(error), on: s)
        case .end(let duringHead):
            if duringHead { count(.connectionsReset) }
            closeServer(s, abort: false)
        case .failed: closeServer(s, abort: true)
        }
        return true
    }

    /// Whether a client may begin to speak HTTP/2 here without having asked.
    private mutating func mayBePreface(_ s: UInt32) -> Bool {
        servers[s].requests == 0 && plan.listeners[servers[s].facts.listener].allowsPriorKnowledge
    }

    private mutating func carryOn(_ s: UInt32) {
        let x = servers[s].exchange
        if x != .max, exchanges[x].phase == .tunnelling { pumpUp(x) }
    }

    private mutating func readBody(_ s: UInt32) -> Bool {
        let x = servers[s].exchange
        guard x != .max, exchanges[x].phase == .awaitingAnswer || exchanges[x].phase == .answering else { return false }
        return pumpRequest(x)
    }

    /// Writes what a client did not take before.
    /// - Returns: whether the connection still lives.
    private mutating func flushServer(_ s: UInt32) -> Bool {
        let generation = servers.generation(of: s)
        switch servers[s].conduit.flush(&io) {
        case .pending: armServer(s)
        case .failed: abandon(s)
        case .all: outputIsWritten(s)
        }
        return servers.isLive(s, generation: generation)
    }

    /// Everything produced so far is on its way: whoever waited for room goes on.
    private mutating func outputIsWritten(_ s: UInt32) {
        servers[s].outputMark = 0
        let x = servers[s].exchange
        guard x != .max else {
            if !servers[s].keepsAlive { hangUp(s) } else { serve(s) }
            return
        }
        if exchanges[x].phase == .flushing {
            finish(x)
        } else {
            noteTaken(s)
            goOnWithAnswer(x)
        }
    }

    // MARK: Times

    /// Sets the connection's timer to what its phase waits for.
    ///
    /// Output that waits gets more time only when some of it was taken, whatever else the client does meanwhile.
    mutating func armServer(_ s: UInt32) {
        if servers[s].inputEnded, servers[s].bodyHasMoved {
            servers[s].bodyHasMoved = false
            grantTime(s)
        }
        let waiting = servers[s].conduit.pendingOutputBytes
        if waiting > 0, waiting == servers[s].outputMark { return }
        servers[s].outputMark = waiting
        timers.move(servers[s].timer, to: serverDeadline(s))
    }

    private mutating func serverDeadline(_ s: UInt32) -> Instant {
        let listener = servers[s].facts.listener
        if servers[s].conduit.hasPendingOutput, servers[s].phase != .handshake {
            return now.advanced(byNanoseconds: plan.listeners[listener].writeIdle)
        }
        // Not behind a full socket: somebody still holds that, a client that was gone would have reset it.
        if servers[s].inputEnded, servers[s].isServing { return halfClosedDeadline(s) }
        switch servers[s].phase {
        case .preface, .handshake:
            return servers[s].facts.acceptedAt.advanced(byNanoseconds: plan.listeners[listener].handshake)
        case .head:
            if servers[s].isInsideHead {
                // A head that waits for its turn has not been looked at yet.
                let began = servers[s].headBeganAt == .zero ? now : servers[s].headBeganAt
                return began.advanced(byNanoseconds: plan.listeners[listener].headTime)
            }
            if servers[s].requests == 0 {
                return servers[s].facts.handshakeEndedAt.advanced(byNanoseconds: plan.listeners[listener].headTime)
            }
            return now.advanced(byNanoseconds: plan.listeners[listener].keepAlive)
        case .body: return min(now.advanced(byNanoseconds: bodyIdle(of: s)), servers[s].rateWindowEndsAt)
        case .answering, .tunnelling: return .distantFuture
        case .lingering: return servers[s].lingersUntil
        }
    }

    private mutating func bodyIdle(of s: UInt32) -> UInt64 {
        let x = servers[s].exchange
        guard x != .max else { return 0 }
        return exchanges[x].plan.routes[exchanges[x].route].bodyIdle
    }

    /// The connection's timer ran out.
    mutating func serverTimedOut(_ s: UInt32) {
        if servers[s].conduit.hasPendingOutput, servers[s].phase != .handshake {
            if servers[s].exchange == .max { count(.connectionsReset) } else { noteStall(servers[s].exchange) }
            abandon(s)
            return
        }
        if servers[s].inputEnded, servers[s].isServing {
            halfClosedTimedOut(s)
            return
        }
        switch servers[s].phase {
        case .preface: refuseProxied(s, .proxyHeadersTimedOut)
        case .handshake:
            count(.tlsHandshakesTimedOut)
            closeServer(s, abort: true)
        // When its turn is still to come, that was the time of what it did before.
        case .head: if !servers[s].isQueued { headTimedOut(s) }
        case .body: bodyTimedOut(s)
        case .answering, .tunnelling: armServer(s)
        case .lingering: closeServer(s, abort: false)
        }
    }

    private mutating func headTimedOut(_ s: UInt32) {
        if servers[s].isInsideHead {
            refuse(.headTimeout, on: s)
        } else {
            count(.connectionsClosedIdle)
            closeServer(s, abort: false)
        }
    }

    /// A body is too slow when nothing came for a while, or too little in a window.
    private mutating func bodyTimedOut(_ s: UInt32) {
        let x = servers[s].exchange
        let least = exchanges[x].plan.routes[exchanges[x].route].bodyWindowBytes
        let cameFastEnough = now >= servers[s].rateWindowEndsAt && servers[s].bodyBytesInWindow >= max(least, 1)
        if cameFastEnough || !isOwedBody(x) {
            openRateWindow(s)
            armServer(s)
        } else {
            fail(x, with: now >= servers[s].rateWindowEndsAt ? .requestBodyTooSlow : .requestBodyIdle)
        }
    }

    /// Whether the client alone keeps the body back: the upstream takes it and has not answered before its end.
    mutating func isOwedBody(_ x: UInt32) -> Bool {
        if exchanges[x].awaitsContinue, exchanges[x].bodyBytesTaken == 0 { return false }
        return exchanges[x].phase == .awaitingAnswer && !upstreamIsSlow(x)
    }

    /// From now on the rate of the request's body is judged anew.
    mutating func openRateWindow(_ s: UInt32) {
        servers[s].rateWindowEndsAt = now.advanced(byNanoseconds: Worker.rateWindow)
        servers[s].bodyBytesInWindow = 0
    }

    // MARK: Ends

    /// The client is gone or broken: its exchange ends with it.
    mutating func abandon(_ s: UInt32) {
        let x = servers[s].exchange
        if x != .max {
            cancel(x)
        }
        closeServer(s, abort: true)
    }

    /// Says goodbye after the last answer, and listens a little longer so that the answer arrives.
    mutating func hangUp(_ s: UInt32) {
        servers[s].conduit.shutdownWrite(&io)
        if servers[s].phase != .lingering {
            let time = isDraining ? Worker.drainLingeringTime : Worker.lingeringTime
            servers[s].lingersUntil = now.advanced(byNanoseconds: time)
        }
        servers[s].phase = .lingering
        armServer(s)
        if !servers[s].discardInput(&io, limit: Worker.lingeringBytes) { closeServer(s, abort: false) }
    }

    /// Closes a downstream connection that carries no exchange.
    /// - Parameter abort: whether the client must see that something is broken (a reset instead of a clean end).
    mutating func closeServer(_ s: UInt32, abort: Bool) {
        timers.cancel(servers[s].timer)
        servers[s].conduit.close(&io, abort: abort)
        let index = servers[s].facts.listener
        _ = servers.remove(s)
        plan.parts[index].seats.leave()
        post.metrics.subtract(.connectionsOpen)
    }
}
