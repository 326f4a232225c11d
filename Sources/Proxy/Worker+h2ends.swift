// When does the connection of an HTTP/2 client end, and how?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Wire

extension Worker {
    /// How long a client has to answer the ping that tells when no stream can still be coming.
    private static var announcedTime: UInt64 { 1_000_000_000 }

    /// The connection costs more than its requests are worth: it ends, with a word on why.
    mutating func expel(_ s: UInt32, for offence: H2Misbehaviour) {
        count(WorkerCounter(misbehaviour: offence))
        cutStreams(s, for: .misbehaviour)
        var reason = buffers.lease()
        reason.append(offence.reason)
        reason.append(" (")
        reason.appendDecimal(UInt64(plan.listeners[h2servers[s].facts.listener].misbehaviour.points))
        reason.append(" points)")
        h2servers[s].session.goAway(.enhanceYourCalm, reason: reason.readable)
        buffers.giveBack(reason)
        h2servers[s].phase = .ending
        _ = h2servers[s].flush(&framed, &pairs, &io)
        hangUpStreams(s)
    }

    /// Counts a connection that ends because of what its client said, unless it was counted as misbehaviour.
    private mutating func countEnd(_ s: UInt32) {
        guard let code = h2servers[s].session.verdict, h2servers[s].session.misbehaviour == nil else { return }
        count(WorkerCounter(ended: code))
    }

    /// Lets a client know that the connection will end, and finds out when no request of it can be on its way.
    mutating func announceEnd(of s: UInt32) {
        guard h2servers[s].phase == .open else { return }
        h2servers[s].phase = .announced
        h2servers[s].session.announceEnd()
        h2servers[s].session.ping()
        h2servers[s].idleUntil = now.advanced(byNanoseconds: Worker.announcedTime)
        markDirty(server: s)
        armStreams(s)
    }

    /// Takes no new streams from here on; those that were begun are finished.
    mutating func sayGoodbye(to s: UInt32) {
        h2servers[s].phase = .ending
        h2servers[s].session.goAway(.noError, reason: "")
        markDirty(server: s)
    }

    /// Says goodbye after the last frame, and listens a little longer so that it arrives.
    mutating func hangUpStreams(_ s: UInt32) {
        countEnd(s)
        // What still runs is ended by our own GOAWAY, which libnghttp2 has sent.
        cutStreams(s, for: .protocolBroken)
        h2servers[s].conduit.shutdownWrite(&io)
        h2servers[s].phase = .lingering
        let time = isDraining ? Worker.drainLingeringTime : Worker.lingeringTime
        h2servers[s].lingersUntil = now.advanced(byNanoseconds: time)
        armStreams(s)
        lingerOn(s)
    }

    /// Reads and drops what still arrives.
    mutating func lingerOn(_ s: UInt32) {
        while h2servers[s].conduit.mayHaveMore, h2servers[s].discardedBytes < Worker.lingeringBytes {
            switch h2servers[s].conduit.read(&io) {
            case .bytes(let view): h2servers[s].discardedBytes += view.count
            case .wouldBlock: return
            case .end, .truncated, .failed:
                closeStreams(s, abort: false)
                return
            }
        }
    }

    /// The client is gone or broken: all its exchanges end with it.
    mutating func abandonStreams(_ s: UInt32) {
        if h2servers[s].phase != .lingering { countEnd(s) }
        cancelStreams(s)
        closeStreams(s, abort: h2servers[s].phase != .lingering)
    }

    private mutating func cancelStreams(_ s: UInt32) {
        if h2servers[s].running == 0 { return }
        for stream in h2servers[s].session.streams {
            let x = h2servers[s].session.owner(of: stream)
            if x != .max { cancel(x) }
        }
    }

    mutating func cutStreams(_ s: UInt32, for fault: Fault) {
        if h2servers[s].running == 0 { return }
        for stream in h2servers[s].session.streams {
            let x = h2servers[s].session.owner(of: stream)
            if x != .max { cutOff(x, for: fault) }
        }
    }

    /// We end the exchange with its stream, or with all of its connection; whatever else its client is told is said there.
    mutating func cutOff(_ x: UInt32, for fault: Fault) {
        let client = exchanges[x].client
        if client.isStream { count(.streamsResetByGateway) }
        // That a tunnel is drained is no fault of anybody, and it says so itself.
        if exchanges[x].fault == nil, exchanges[x].phase != .tunnelling || fault != .drained {
            exchanges[x].fault = fault
        }
        if exchanges[x].phase == .tunnelling {
            cancel(x)
            return
        }
        if !exchanges[x].upstream.isNone || exchanges[x].endpoint >= 0 { endAttempt(x, with: fault) }
        forgetUnseenStatus(x)
        if exchanges[x].call.isCall { exchanges[x].call.status = GRPCStatus(fault, reset: nil) }
        writeDown(x)
        if client.isStream { leaveStream(client) } else { servers[client.connection].exchange = .max }
        dropExchange(x)
    }

    mutating func closeStreams(_ s: UInt32, abort: Bool) {
        timers.cancel(h2servers[s].timer)
        h2servers[s].conduit.close(&io, abort: abort)
        let index = h2servers[s].facts.listener
        _ = h2servers.remove(s)
        plan.parts[index].seats.leave()
        post.metrics.subtract(.connectionsOpen)
    }

    // MARK: Times

    /// Sets the connection's timer to what it waits for.
    mutating func armStreams(_ s: UInt32) {
        let waiting = h2servers[s].conduit.pendingOutputBytes
        if waiting == 0 {
            h2servers[s].writeUntil = .distantFuture
        } else if waiting != h2servers[s].outputMark {
            let idle = plan.listeners[h2servers[s].facts.listener].writeIdle
            h2servers[s].writeUntil = now.advanced(byNanoseconds: idle)
        }
        h2servers[s].outputMark = waiting
        timers.move(h2servers[s].timer, to: streamsDeadline(s))
    }

    private mutating func streamsDeadline(_ s: UInt32) -> Instant {
        if h2servers[s].phase == .lingering { return h2servers[s].lingersUntil }
        var deadline = h2servers[s].writeUntil
        // What still runs has its own times, and then the connection ends by itself.
        if h2servers[s].phase == .ending { return deadline }
        if h2servers[s].headBeganAt != .zero {
            deadline = min(deadline, headDeadline(s))
        } else if h2servers[s].running == 0 || h2servers[s].phase == .announced {
            deadline = min(deadline, h2servers[s].idleUntil)
        }
        return deadline
    }

    private mutating func headDeadline(_ s: UInt32) -> Instant {
        h2servers[s].headBeganAt.advanced(byNanoseconds: plan.listeners[h2servers[s].facts.listener].headTime)
    }

    mutating func h2ServerTimedOut(_ s: UInt32) {
        if h2servers[s].phase == .lingering {
            closeStreams(s, abort: false)
        } else if now >= h2servers[s].writeUntil {
            if h2servers[s].running == 0 { count(.connectionsReset) } else { noteStalls(s) }
            abandonStreams(s)
        } else if h2servers[s].phase == .ending {
            armStreams(s)
        } else if h2servers[s].headBeganAt != .zero {
            if now >= headDeadline(s) { endSlow(s) } else { armStreams(s) }
        } else if h2servers[s].phase == .announced, now >= h2servers[s].idleUntil {
            sayGoodbye(to: s)
            armStreams(s)
        } else if h2servers[s].running == 0, now >= h2servers[s].idleUntil {
            count(.connectionsClosedIdle)
            sayGoodbye(to: s)
        } else {
            armStreams(s)
        }
    }

    /// The client has taken nothing for too long: that is what ends each of its exchanges.
    private mutating func noteStalls(_ s: UInt32) {
        for stream in h2servers[s].session.streams {
            let x = h2servers[s].session.owner(of: stream)
            if x == .max { continue }
            noteStall(x)
            count(.streamsStalled)
        }
    }

    /// A head that takes too long keeps all other frames of its connection from being read.
    private mutating func endSlow(_ s: UInt32) {
        count(.refusedHeadTimeout)
        cutStreams(s, for: .headTimeout)
        h2servers[s].session.goAway(.enhanceYourCalm, reason: "head took longer than limits.head-time")
        h2servers[s].phase = .ending
        markDirty(server: s)
    }
}
