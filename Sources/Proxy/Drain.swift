// How does a worker let go?

import Connection
import Time
import Wire

extension Worker {
    /// Takes nothing new: listening sockets close, idle connections end, running exchanges get their answer and their
    /// connection ends with it; tunnels are ended one after the other.
    mutating func beginDrain(until end: Instant) {
        guard drainsUntil == nil else { return }
        drainsUntil = end
        let token = Token(kind: TokenKind.drain, index: 0, generation: 0).rawValue
        _ = timers.add(token: token, at: end)
        for place in 0..<listeners.highWater where listeners.isTaken(place) { _ = listeners.remove(place) }
        for s in 0..<servers.highWater where servers.isTaken(s) && servers[s].exchange == .max {
            switch servers[s].phase {
            case .lingering: break
            case .head where !servers[s].isInsideHead && !servers[s].conduit.hasPendingOutput: hangUp(s)
            default: servers[s].keepsAlive = false
            }
        }
        for s in 0..<servers.highWater where servers.isTaken(s) { servers[s].keepsAlive = false }
        for s in 0..<h2servers.highWater where h2servers.isTaken(s) { announceEnd(of: s) }
        tunnelDrain = TunnelDrain(from: now, until: end, timer: timers.add(token: token, at: .distantFuture))
        drainTunnels()
    }

    /// The grace period is over: what still runs fails, which its clients are told as far as their protocol can say it, and
    /// has a moment to leave. Only tunnels that have just begun were not told before.
    mutating func endGrace() {
        if servers.count + h2servers.count == 0 { return }
        now = MonotonicClock.now()
        let end = now.advanced(byNanoseconds: Worker.drainLingeringTime)
        drainsUntil = end
        _ = timers.add(token: Token(kind: TokenKind.drain, index: 0, generation: 0).rawValue, at: end)
        for x in 0..<exchanges.highWater where exchanges.isTaken(x) && exchanges[x].phase != .tunnelling {
            fail(x, with: .drained)
        }
        drainTunnels()
        endConnections()
        writeStreams()
    }

    /// Ends connections that wait for requests only; those with something left to say end by themselves.
    private mutating func endConnections() {
        for s in 0..<servers.highWater where servers.isTaken(s) {
            if servers[s].exchange == .max, servers[s].phase != .lingering { closeServer(s, abort: true) }
        }
        for s in 0..<h2servers.highWater where h2servers.isTaken(s) {
            if h2servers[s].phase == .open || h2servers[s].phase == .announced { sayGoodbye(to: s) }
        }
    }

    /// What still is open is cut; nobody waits for it any more.
    mutating func closeEverything() {
        for s in 0..<servers.highWater where servers.isTaken(s) {
            if servers[s].exchange != .max { cutOff(servers[s].exchange, for: .drained) }
            closeServer(s, abort: servers[s].phase != .lingering)
        }
        for s in 0..<h2servers.highWater where h2servers.isTaken(s) {
            cutStreams(s, for: .drained)
            closeStreams(s, abort: h2servers[s].phase != .lingering)
        }
        for c in 0..<clients.highWater where clients.isTaken(c) { closeClient(c) }
        for c in 0..<h2clients.highWater where h2clients.isTaken(c) { closeMultiplexed(c) }
    }
}
