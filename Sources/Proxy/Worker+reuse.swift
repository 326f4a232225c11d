// Who gets an upstream connection when its exchange is over?

import Connection
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
    /// How long an idle upstream connection is kept.
    static var idleLife: UInt64 { 60_000_000_000 }

    /// Takes an upstream connection back after an exchange, for the next one if it is good for it.
    mutating func release(_ c: UInt32) {
        let (k, e) = (clients[c].cluster, clients[c].endpoint)
        // A connection that was opened for one client never serves another.
        guard clients[c].finishExchange(), plan.clusters[k].proxyVersion == nil else {
            closeClient(c)
            return
        }
        if let waiter = nextWaiter(of: k) {
            give(c, to: waiter)
        } else if !isDraining, clusters[UInt32(k)].keepIdle(c, endpoint: e) {
            timers.move(clients[c].timer, to: now.advanced(byNanoseconds: Worker.idleLife))
            post.metrics.add(.connectionsIdle, upstream: k)
        } else {
            closeClient(c)
        }
    }

    /// The exchange that has waited longest for a connection to this cluster.
    mutating func nextWaiter(of k: Int) -> UInt32? {
        if clusters[UInt32(k)].pending.count == 0 { return nil }
        var queue = PendingQueue(limit: 0)
        swap(&queue, &clusters[UInt32(k)].pending)
        let next = queue.next {
            exchanges.isLive($0.exchange, generation: $0.generation) && exchanges[$0.exchange].waitsInQueue
        }
        swap(&queue, &clusters[UInt32(k)].pending)
        return next?.exchange
    }

    /// Gives a free connection to an exchange that waits for its own, which then goes to the pool when it is ready.
    private mutating func give(_ c: UInt32, to x: UInt32) {
        takeFromLine(x, to: clients[c].endpoint)
        send(x, over: c)
    }

    /// The exchange gives up the connection that is being made for it, and goes to a free one at `endpoint`.
    mutating func takeFromLine(_ x: UInt32, to endpoint: Int) {
        let own = exchanges[x].upstream.connection
        if own != .max { clients[own].exchange = .max }
        settleAttempt(x)
        let k = exchanges[x].cluster
        post.metrics.add(.connectionsReused, upstream: k)
        exchanges[x].endpoint = endpoint
        clusters[UInt32(k)].endpoints[endpoint].inFlight += 1
        beginCountingAttempt(x)
        exchanges[x].phases.reusedConnection = true
        exchanges[x].phases.connected = now
    }

    /// An idle connection ended or grew old.
    mutating func retire(_ c: UInt32) {
        clusters[UInt32(clients[c].cluster)].dropIdle(c, endpoint: clients[c].endpoint)
        post.metrics.subtract(.connectionsIdle, upstream: clients[c].cluster)
        closeClient(c)
    }

    /// An upstream connection took too long to be made, or was idle too long.
    mutating func clientTimedOut(_ c: UInt32) {
        switch clients[c].phase {
        case .connecting, .handshake: connectionFailed(c, .connectTimeout)
        case .idle: retire(c)
        case .busy: timers.move(clients[c].timer, to: .distantFuture)
        }
    }
}
