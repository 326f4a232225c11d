// How does the gateway itself end a tunnel?

import Bytes
import Connection
import HTTP
import Time
import Wire

extension Worker {
    /// Ends a tunnel that its sides would go on with: both are told in a frame of WebSocket, where one fits, and then
    /// that nothing follows. What they answer is waited for, but not for long.
    mutating func closeTunnel(_ x: UInt32, _ end: TunnelEnd) {
        let generation = exchanges.generation(of: x)
        exchanges[x].tunnel.end = end
        exchanges[x].tunnel.isLeaving = true
        armExchange(x, until: now.advanced(byNanoseconds: farewellTime()))
        guard leaveClientSide(x), leaveUpstreamSide(x) else { return }
        // What one side held back for the other has to be read, or its Close is not seen behind it.
        goOnWithRequest(x)
        if exchanges.isLive(x, generation: generation), exchanges[x].phase == .tunnelling { goOnWithAnswer(x) }
    }

    /// How long both sides have to end: as long as a client may linger, but half of what a drain leaves, so that its
    /// connection may linger afterwards. In nanoseconds.
    private mutating func farewellTime() -> UInt64 {
        guard let drainsUntil else { return Worker.lingeringTime }
        return min(Worker.lingeringTime, drainsUntil.nanoseconds(since: now) / 2)
    }

    /// - Returns: false when the tunnel has ended.
    private mutating func leaveClientSide(_ x: UInt32) -> Bool {
        if exchanges[x].tunnel.fitsCloseToClient {
            let frame = takeClose(x, mask: nil)
            let isThere = sayToClient(frame.readable, x)
            buffers.giveBack(frame)
            if !isThere { return false }
        }
        if !exchanges[x].tunnel.upstreamHasEnded { tellClientEnd(x) }
        return true
    }

    /// - Returns: false when the tunnel has ended.
    private mutating func leaveUpstreamSide(_ x: UInt32) -> Bool {
        if exchanges[x].tunnel.fitsCloseToUpstream {
            // Masks keep clients from choosing what proxies see (RFC 6455, 10.3); here the text is ours.
            let frame = takeClose(x, mask: UInt32(truncatingIfNeeded: random.next()))
            let isThere = sayToUpstream(frame.readable, x)
            buffers.giveBack(frame)
            if !isThere { return false }
        }
        if !exchanges[x].tunnel.clientHasEnded { tellUpstreamEnd(x) }
        return true
    }

    /// A Close frame in a leased buffer.
    private mutating func takeClose(_ x: UInt32, mask: UInt32?) -> ByteBuffer {
        var frame = buffers.lease()
        let reason = exchanges[x].tunnel.end?.reason ?? ""
        WebSocketClose.append(WebSocketClose.goingAway, reason: reason, mask: mask, to: &frame)
        return frame
    }

    // MARK: Drain

    /// Ends the tunnels whose turn it is. Before the last turn these are only such as stand between two frames both ways
    /// and are not ending anyway; the others may come to that.
    mutating func drainTunnels() {
        let isLast = now >= tunnelDrain.endsAt
        var share = tunnelDrain.share(of: countTunnels(), at: now)
        for x in 0..<exchanges.highWater where share > 0 && isOpenTunnel(x) {
            let isReady = exchanges[x].tunnel.fitsCloseToClient && exchanges[x].tunnel.fitsCloseToUpstream
            if !isReady, !isLast { continue }
            closeTunnel(x, .drained)
            share -= 1
        }
        timers.move(tunnelDrain.timer, to: tunnelDrain.turn(after: now))
    }

    private mutating func countTunnels() -> Int {
        var count = 0
        for x in 0..<exchanges.highWater where isOpenTunnel(x) { count += 1 }
        return count
    }

    private mutating func isOpenTunnel(_ x: UInt32) -> Bool {
        exchanges.isTaken(x) && exchanges[x].phase == .tunnelling && !exchanges[x].tunnel.isLeaving
    }
}
