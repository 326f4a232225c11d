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
    mutating func armAnswering(_ x: UInt32) {
        let idle = now.advanced(byNanoseconds: exchanges[x].plan.routes[exchanges[x].route].idle)
        armExchange(x, until: min(idle, exchanges[x].totalDeadline))
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
            } else if !isTotal, !exchanges[x].requestBodyEnded {
                // The time for the first byte begins when the request has been sent.
                armFirstByte(x)
            } else {
                fail(x, with: timeout(of: x, isTotal: isTotal, else: .firstByteTimeout))
            }
        case .answering:
            // A client that does not take what is there makes the upstream pause; its own timer watches that.
            if !isTotal, isSlow(x) {
                waitForClient(x)
            } else {
                fail(x, with: timeout(of: x, isTotal: isTotal, else: .idleTimeout))
            }
        case .tunnelling: tunnelTimedOut(x)
        case .flushing: if exchanges[x].client.isStream { waitForClient(x) }
        }
    }

    /// Gives a client more time that has not taken what is there; on a stream only if it took something meanwhile.
    private mutating func waitForClient(_ x: UInt32) {
        let client = exchanges[x].client
        guard client.isStream else {
            armAnswering(x)
            return
        }
        let written = contentSent(x)
        if written == exchanges[x].writtenBefore {
            clientStalled(x)
        } else {
            armFlushing(x)
        }
    }

    /// The client has so long to take some of what waits on its stream. As long as the upstream has more, the total time
    /// stands.
    mutating func armFlushing(_ x: UInt32) {
        exchanges[x].writtenBefore = contentSent(x)
        let idle = now.advanced(byNanoseconds: exchanges[x].plan.routes[exchanges[x].route].writeIdle)
        armExchange(x, until: exchanges[x].phase == .flushing ? idle : min(idle, exchanges[x].totalDeadline))
    }

    /// Nothing was taken for too long: the stream ends, whatever its connection does.
    private mutating func clientStalled(_ x: UInt32) {
        let client = exchanges[x].client
        count(.streamsStalled)
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
