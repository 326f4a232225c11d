// How long may an exchange wait, and what if it takes longer?

import HTTP
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
    /// Sets the exchange's deadline and its timer.
    mutating func armExchange(_ x: UInt32, until deadline: Instant) {
        exchanges[x].deadline = deadline
        timers.move(timer(of: x), to: deadline)
    }

    /// While an answer runs, each piece gives it another pause; the total time stands.
    /// - Parameter isHeld: whether the client's side is full, so that the upstream is not read and its silence is ours.
    mutating func armAnswering(_ x: UInt32, isHeld: Bool = false) {
        let idle = now.advanced(byNanoseconds: exchanges[x].plan.routes[exchanges[x].route].idle)
        guard exchanges[x].client.isStream else {
            armExchange(x, until: min(idle, exchanges[x].totalDeadline))
            return
        }
        exchanges[x].tunnel.idleAt = isHeld ? .distantFuture : idle
        watchStream(x)
    }

    /// Sets the deadline of an answer on a stream to the next of its times: the upstream's pause, and the client's while
    /// something waits on the stream.
    private mutating func watchStream(_ x: UInt32) {
        let end = min(exchanges[x].tunnel.idleAt, exchanges[x].totalDeadline)
        guard streamIsBehind(x) else {
            exchanges[x].tunnel.stuckAt = .distantFuture
            armExchange(x, until: end)
            return
        }
        let (written, patience) = (contentSent(x), exchanges[x].plan.routes[exchanges[x].route].writeIdle)
        if exchanges[x].tunnel.stuckAt == .distantFuture || written != exchanges[x].writtenBefore {
            exchanges[x].writtenBefore = written
            exchanges[x].tunnel.stuckAt = now.advanced(byNanoseconds: patience)
        }
        // Nobody tells when the client takes something, so it is looked at now and then.
        let look = now.advanced(byNanoseconds: patience / 4)
        armExchange(x, until: min(end, exchanges[x].tunnel.stuckAt, look))
    }

    /// The timer of the exchange's place; made when the place is used for the first time.
    private mutating func timer(of x: UInt32) -> TimerID {
        while exchangeTimers.count <= Int(x) {
            let token = Token(kind: TokenKind.exchange, index: UInt32(exchangeTimers.count), generation: 0)
            exchangeTimers.append(timers.add(token: token.rawValue, at: .distantFuture))
        }
        return exchangeTimers[Int(x)]
    }

    /// The timer of a place ran out; the exchange for which it was set may be long gone.
    mutating func exchangeTimedOut(_ x: UInt32) {
        guard exchanges.isTaken(x) else { return }
        guard exchanges[x].deadline <= now else {
            timers.move(exchangeTimers[Int(x)], to: exchanges[x].deadline)
            return
        }
        let isTotal = exchanges[x].totalDeadline <= now
        switch exchanges[x].phase {
        case .choosing, .connecting: fail(x, with: timeout(of: x, isTotal: true, else: .totalTimeout))
        case .awaitingAnswer:
            if !isTotal, let fault = bodyFault(of: x) {
                fail(x, with: fault)
            } else if !isTotal, !exchanges[x].requestBodyEnded || !readsHead(x) {
                // The time for the first byte begins when the request has been sent, and does not run while the upstream
                // is not read.
                armFirstByte(x)
            } else {
                fail(x, with: timeout(of: x, isTotal: isTotal, else: .firstByteTimeout))
            }
        case .answering:
            if isTotal { fail(x, with: timeout(of: x, isTotal: true, else: .totalTimeout)) } else { answerPaused(x) }
        case .tunnelling: tunnelTimedOut(x)
        case .flushing: if exchanges[x].client.isStream { waitForClient(x) }
        }
    }

    /// An answer has paused, or it is time to look at its client.
    private mutating func answerPaused(_ x: UInt32) {
        if !exchanges[x].client.isStream, isSlow(x) {
            // A client that does not take what is there makes the upstream pause; its own timer watches that.
            armAnswering(x)
        } else if !exchanges[x].client.isStream || now >= exchanges[x].tunnel.idleAt {
            fail(x, with: timeout(of: x, isTotal: false, else: .idleTimeout))
        } else if now >= exchanges[x].tunnel.stuckAt, streamIsBehind(x), contentSent(x) == exchanges[x].writtenBefore {
            clientStalled(x)
        } else {
            watchStream(x)
        }
    }

    /// Gives a client more time for the rest of its answer, if it took some of it meanwhile.
    private mutating func waitForClient(_ x: UInt32) {
        if contentSent(x) == exchanges[x].writtenBefore { clientStalled(x) } else { armFlushing(x) }
    }

    /// The client has so long to take some of what waits on its stream.
    mutating func armFlushing(_ x: UInt32) {
        exchanges[x].writtenBefore = contentSent(x)
        armExchange(x, until: now.advanced(byNanoseconds: exchanges[x].plan.routes[exchanges[x].route].writeIdle))
    }

    /// Nothing was taken for too long: the stream ends, whatever its connection does.
    private mutating func clientStalled(_ x: UInt32) {
        let client = exchanges[x].client
        count(.streamsStalled)
        noteStall(x)
        dropUpstreamOfGone(x)
        dropExchange(x)
        resetStream(client, .cancel)
    }

    /// Whether the client's body comes too slowly; on HTTP/1 its connection watches that.
    private mutating func bodyFault(of x: UInt32) -> Fault? {
        let pace = exchanges[x].bodyPace
        guard exchanges[x].client.isStream, !exchanges[x].requestBodyEnded, !exchanges[x].call.isCall else {
            return nil
        }
        guard now >= min(pace.idleUntil, pace.windowEndsAt) else { return nil }
        let least = exchanges[x].plan.routes[exchanges[x].route].bodyWindowBytes
        let cameFastEnough = now >= pace.windowEndsAt && pace.bytesInWindow >= max(least, 1)
        if cameFastEnough || !isOwedBody(x) {
            openRateWindow(of: x)
            return nil
        }
        return now >= pace.windowEndsAt ? .requestBodyTooSlow : .requestBodyIdle
    }
}
