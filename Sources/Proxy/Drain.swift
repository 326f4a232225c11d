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

    /// The grace period is over or nobody is left: what still is open is cut.
    mutating func closeEverything() {
        for s in 0..<servers.highWater where servers.isTaken(s) {
            if servers[s].exchange != .max { cancel(servers[s].exchange) }
            closeServer(s, abort: true)
        }
        for s in 0..<h2servers.highWater where h2servers.isTaken(s) { abandonStreams(s) }
        for c in 0..<clients.highWater where clients.isTaken(c) { closeClient(c) }
        for c in 0..<h2clients.highWater where h2clients.isTaken(c) { closeMultiplexed(c) }
    }
}
