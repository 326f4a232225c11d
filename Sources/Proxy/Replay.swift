// Can a request with content be sent again that the upstream did not look at?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
    /// How much content of a request on a stream is kept until its answer begins.
    ///
    /// Servers that end their connections refuse the requests that are on their way, and say that they did not look at
    /// them (RFC 9113, 6.8 and 8.7). HTTP/1.1 cannot say that, so that nothing is kept for it.
    private static var keptContent: Int { 16 << 10 }

    /// Keeps what the client has sent. What was there before behind the head belonged to the attempt.
    @inline(never)
    mutating func keepContent(_ data: ByteView, _ x: UInt32) {
        let kept = Int(exchanges[x].keptBytes)
        guard kept + data.count <= Worker.keptContent else {
            forgetContent(x)
            return
        }
        if kept == 0 { exchanges[x].head.truncate(to: exchanges[x].headMark) }
        exchanges[x].head.append(data)
        exchanges[x].keptBytes = UInt16(kept + data.count)
    }

    /// What went up cannot be sent again from now on.
    @inline(never)
    mutating func forgetContent(_ x: UInt32) {
        exchanges[x].keepsContent = false
        exchanges[x].keptBytes = 0
        exchanges[x].head.truncate(to: exchanges[x].headMark)
    }

    /// Takes out what is kept, so that the attempt can write its fields behind the head.
    mutating func takeKept(_ x: UInt32) -> ByteBuffer {
        var kept = buffers.lease()
        // Until content comes, the fields of the attempt before lie there.
        let count = Int(exchanges[x].keptBytes)
        kept.append(exchanges[x].head.readable.slice(from: exchanges[x].headMark, count: count))
        return kept
    }

    /// Keeps for another attempt what this one could not send.
    mutating func putBack(_ kept: borrowing ByteBuffer, _ x: UInt32) {
        exchanges[x].head.truncate(to: exchanges[x].headMark)
        exchanges[x].head.append(kept.readable)
    }

    /// Sends kept content again behind a head that was sent, and keeps it still.
    mutating func resend(_ kept: consuming ByteBuffer, _ x: UInt32) {
        let upstream = exchanges[x].upstream
        putBack(kept, x)
        if !kept.isEmpty {
            if upstream.isStream {
                h2clients[upstream.connection].session.write(upstream.stream, kept.readable)
            } else {
                clients[upstream.connection].stageBody(kept.readable, into: &staged)
            }
        }
        buffers.giveBack(kept)
        if exchanges[x].requestBodyEnded { endUpstreamContent(x) }
    }
}
