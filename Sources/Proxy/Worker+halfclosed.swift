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

    /// The client has sent its FIN.
    ///
    /// Over TLS nobody does that who wants an answer: the half-close of TLS is its close_notify (RFC 8446, 6.1), which
    /// is not looked for while an answer is under way.
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
        let time = servers[s].conduit.isTLS ? 0 : Worker.halfClosedTime
        servers[s].goneAt = now.advanced(byNanoseconds: time)
    }

    /// Nothing was seen to move.
    mutating func halfClosedTimedOut(_ s: UInt32) {
        if now >= servers[s].goneAt { abandon(s) } else { armServer(s) }
    }
}
