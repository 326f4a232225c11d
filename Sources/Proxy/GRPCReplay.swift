// Can a call be sent again that the upstream did not look at?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
    /// How much content of a call is kept until its answer begins.
    ///
    /// A gRPC request always has content, and servers that end their connections refuse calls that are on their way.
    private static var keptContent: Int { 16 << 10 }

    /// Keeps what a call's client has sent. What was there before behind the head belonged to the attempt.
    @inline(never)
    mutating func keepContent(_ data: ByteView, _ x: UInt32) {
        let kept = Int(exchanges[x].call.keptBytes)
        guard kept + data.count <= Worker.keptContent else {
            forgetContent(x)
            return
        }
        if kept == 0 { exchanges[x].head.truncate(to: exchanges[x].headMark) }
        exchanges[x].head.append(data)
        exchanges[x].call.keptBytes = UInt16(kept + data.count)
    }

    mutating func forgetContent(_ x: UInt32) {
        exchanges[x].call.keepsContent = false
        exchanges[x].call.keptBytes = 0
        exchanges[x].head.truncate(to: exchanges[x].headMark)
    }

    /// Takes out what is kept, so that the attempt can write its fields behind the head.
    mutating func takeKept(_ x: UInt32) -> ByteBuffer {
        var kept = buffers.lease()
        kept.append(exchanges[x].head.readable.dropFirst(exchanges[x].headMark))
        return kept
    }

    /// Sends kept content again behind a head that was sent, and keeps it still.
    mutating func resend(_ kept: consuming ByteBuffer, _ x: UInt32) {
        let upstream = exchanges[x].upstream
        exchanges[x].head.truncate(to: exchanges[x].headMark)
        exchanges[x].head.append(kept.readable)
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
