// When does a client that has finished sending count as gone?

import Connection
import Time
import Wire

extension Worker {
    /// How long a client that has finished sending is waited for while nothing moves.
    ///
    /// A FIN without TLS can mean both: a client that has left, and one that still reads (`printf … | ncat`). The first
    /// is to free its upstream within a second, so the second gets a little less than that for each piece of its answer.
    /// In nanoseconds.
    static var halfClosedTime: UInt64 { 900_000_000 }

    /// How often the upstream of such a client is looked at while it may not have taken the request's content, so that
    /// the client's time begins when it has. In nanoseconds.
    private static var contentLookTime: UInt64 { 50_000_000 }

    /// The client has sent its FIN.
    ///
    /// Over TLS that counts at once for a request that is being served, as does a close_notify that comes alone: a
    /// client that waits for an answer keeps its side open there. One that sent request and end together has its time.
    /// - Returns: whether the connection still lives.
    mutating func noteEndOfInput(_ s: UInt32) -> Bool {
        if servers[s].inputEnded { return true }
        servers[s].noteEndOfInput()
        grantTime(s)
        guard servers[s].conduit.isTLS, servers[s].isServing else { return true }
        abandon(s)
        return false
    }

    /// The client's socket has taken what there was of its answer.
    mutating func noteTaken(_ s: UInt32) {
        guard servers[s].inputEnded else { return }
        grantTime(s)
        armServer(s)
    }

    /// A client that has finished sending is waited for from now on.
    mutating func grantTime(_ s: UInt32) {
        servers[s].goneAt = now.advanced(byNanoseconds: Worker.halfClosedTime)
    }

    /// When to look at it again.
    mutating func halfClosedDeadline(_ s: UInt32) -> Instant {
        let end = servers[s].goneAt
        return servers[s].hasContentUnderWay ? min(end, now.advanced(byNanoseconds: Worker.contentLookTime)) : end
    }

    /// Nothing was seen to move. That is not held against the client while the upstream does not take the request's
    /// content, for which the route has times of its own.
    mutating func halfClosedTimedOut(_ s: UInt32) {
        if servers[s].hasContentUnderWay {
            if upstreamKeepsContentWaiting(s) {
                grantTime(s)
            } else if servers[s].phase == .answering {
                servers[s].hasContentUnderWay = false
            }
        }
        if now >= servers[s].goneAt { abandon(s) } else { armServer(s) }
    }

    /// Whether content of the request waits only for the upstream, here or in the kernel. On a stream the kernel has to do
    /// with others as well, but the stream's window tells.
    private mutating func upstreamKeepsContentWaiting(_ s: UInt32) -> Bool {
        let x = servers[s].exchange
        guard x != .max, exchanges[x].phase == .awaitingAnswer || exchanges[x].phase == .answering else { return false }
        let upstream = exchanges[x].upstream
        if upstream.isNone { return false }
        return upstream.isStream ? upstreamIsSlow(x) : clients[upstream.connection].conduit.hasUntakenOutput
    }
}
