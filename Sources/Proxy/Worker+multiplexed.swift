// How do many exchanges share connections to an HTTP/2 upstream?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
    /// How long an upstream has to answer a ping before its connection counts as dead.
    private static var pongTime: UInt64 { 5_000_000_000 }
    /// An upstream is our own, so that only a broken one spends this.
    private static var upstreamBudget: H2MisbehaviourBudget {
        var budget = H2MisbehaviourBudget()
        budget.points = 1_000_000
        // A service may say as much in as small pieces as it likes.
        budget.tiny = 0
        return budget
    }

    // MARK: Connections

    /// A connection to this endpoint with room for another stream.
    mutating func multiplexed(_ k: Int, _ e: Int) -> UInt32? {
        for c in clusters[UInt32(k)].endpoints[e].multiplexed where h2clients[c].hasRoom { return c }
        return nil
    }

    /// Whether the exchange can wait for a connection that is being made already, because it will be shared.
    mutating func sharesDial(of x: UInt32) -> Bool {
        let (k, e) = (UInt32(exchanges[x].cluster), exchanges[x].endpoint)
        if plan.clusters[exchanges[x].cluster].proxyVersion != nil || exchanges[x].tunnel.isWanted { return false }
        let endpoint = clusters[k].endpoints[e]
        return endpoint.isPreparing && (endpoint.speaksH2 || plan.clusters[exchanges[x].cluster].speech == .http2)
    }

    /// Whether a fresh connection is to be spoken HTTP/2 on.
    mutating func speaksH2(_ c: UInt32) -> Bool {
        switch plan.clusters[clients[c].cluster].speech {
        case .http1: false
        case .http2: true
        case .negotiated: clients[c].conduit.tls?.applicationProtocol == .h2
        }
    }

    /// Whether others wait for this connection that is being made, so that it is made although its owner left.
    mutating func isSharedDial(_ c: UInt32) -> Bool {
        guard clients[c].phase == .connecting || clients[c].phase == .handshake else { return false }
        let (k, e) = (clients[c].cluster, clients[c].endpoint)
        return clusters[UInt32(k)].pending.count > 0
            && (clusters[UInt32(k)].endpoints[e].speaksH2 || plan.clusters[k].speech == .http2)
    }

    /// A connection is no longer under way.
    mutating func endDial(_ c: UInt32) {
        guard clients[c].phase == .connecting || clients[c].phase == .handshake else { return }
        clusters[UInt32(clients[c].cluster)].endpoints[clients[c].endpoint].dialing -= 1
        clients[c].phase = .idle
    }

    /// Makes a fresh connection one that many share, and gives it to those who wait.
    mutating func multiplex(_ old: UInt32) {
        let x = clients[old].exchange
        timers.cancel(clients[old].timer)
        let (k, e) = (clients[old].cluster, clients[old].endpoint)
        let conduit = clients.remove(old).handOver()
        let descriptor = conduit.rawDescriptor
        let c = h2clients.insert(
            H2ClientConnection(
                conduit: conduit,
                session: H2Session(
                    .client,
                    settings: Worker.upstreamSettings,
                    budget: Worker.upstreamBudget,
                    now: now.nanoseconds
                ),
                cluster: k,
                endpoint: e,
                streamLimit: plan.clusters[k].streamLimit,
                timer: .none
            )
        )
        let token = Token(kind: TokenKind.h2client, index: c, generation: h2clients.generation(of: c)).rawValue
        h2clients[c].timer = timers.add(token: token, at: .distantFuture)
        clusters[UInt32(k)].endpoints[e].speaksH2 = true
        clusters[UInt32(k)].endpoints[e].multiplexed.append(c)
        clusters[UInt32(k)].endpoints[e].settling += 1
        if x != .max { exchanges[x].upstream = UpstreamPlace() }
        if (try? poller.move(descriptor, to: token)) == nil {
            loseUpstream(c)
            if x != .max { retryOrFail(x, after: .connectRefused) }
            return
        }
        armMultiplexed(c)
        markDirty(client: c)
        let generation = h2clients.generation(of: c)
        if x != .max {
            stopWaiting(x)
            exchanges[x].phases.connected = now
            send(x, onStreamOf: c)
        }
        guard h2clients.isLive(c, generation: generation) else { return }
        // A connection that was opened for one client never serves another.
        if plan.clusters[k].proxyVersion != nil { retireMultiplexed(c) } else { serveWaiters(c) }
    }

    /// What we tell upstreams: they may send more than clients, since we asked for it.
    private static var upstreamSettings: H2Settings { H2Settings(window: 1 << 20, connectionWindow: 16 << 20) }

    /// Gives the room that a connection has to those who wait for one.
    mutating func serveWaiters(_ c: UInt32) {
        let generation = h2clients.generation(of: c)
        while h2clients.isLive(c, generation: generation), h2clients[c].hasRoom,
            let waiter = nextWaiter(of: h2clients[c].cluster)
        {
            // Its own connection is on its way.
            if isForHTTP1(waiter) { continue }
            takeFromLine(waiter, to: h2clients[c].endpoint)
            send(waiter, onStreamOf: c)
        }
    }

    /// Makes another connection when the one that many waited for is full, for the first who has none of his own.
    mutating func dialForWaiters(of k: Int, _ e: Int) {
        guard !clusters[UInt32(k)].endpoints[e].isPreparing else { return }
        var rounds = clusters[UInt32(k)].pending.count
        while rounds > 0, let x = nextWaiter(of: k) {
            rounds -= 1
            if !exchanges[x].upstream.isNone { continue }
            if !dial(x) { retryOrFail(x, after: .connectRefused) }
            return
        }
    }

    /// Those who waited for a connection of somebody else, which came to nothing, fail as he did.
    mutating func failSharers(_ k: Int, _ e: Int, _ failure: UpstreamFailure, _ tlsFailure: TLSError? = nil) {
        guard clusters[UInt32(k)].endpoints[e].speaksH2 || plan.clusters[k].speech == .http2 else { return }
        // Each may wait again after this, so only those who wait now are looked at.
        var rounds = clusters[UInt32(k)].pending.count
        while rounds > 0, !clusters[UInt32(k)].endpoints[e].isPreparing, let x = nextWaiter(of: k) {
            rounds -= 1
            exchanges[x].tlsFailure = tlsFailure
            retryOrFail(x, after: failure)
        }
    }

    // MARK: Ends

    /// The stream carries no exchange any more, and its room is free for another.
    mutating func leaveUpstreamStream(_ upstream: UpstreamPlace) {
        let c = upstream.connection
        h2clients[c].session.setOwner(.max, of: upstream.stream)
        h2clients[c].running -= 1
        markDirty(client: c)
        if h2clients[c].running == 0 { armMultiplexed(c) }
        let isKept = h2clients[c].session.isKept(upstream.stream)
        if isKept { h2clients[c].session.release(upstream.stream) }
        let generation = h2clients.generation(of: c)
        serveWaiters(c)
        guard h2clients.isLive(c, generation: generation) else { return }
        if isKept || !h2clients[c].conduit.isOpen { afterStream(c) }
    }

    /// A connection that takes no more streams ends with the last one that runs.
    mutating func afterStream(_ c: UInt32) {
        if h2clients[c].isRetiring, h2clients[c].running == 0 { closeMultiplexed(c) }
    }

    /// No new streams are begun here.
    mutating func retireMultiplexed(_ c: UInt32) {
        if h2clients[c].isRetiring { return }
        h2clients[c].isRetiring = true
        let (k, e) = (UInt32(h2clients[c].cluster), h2clients[c].endpoint)
        clusters[k].endpoints[e].multiplexed.removeAll { $0 == c }
        armMultiplexed(c)
    }

    /// The connection is broken: each exchange on it is tried elsewhere, or fails.
    mutating func loseUpstream(_ c: UInt32) {
        retireMultiplexed(c)
        h2clients[c].conduit.close(&io, abort: false)
        let generation = h2clients.generation(of: c)
        failAwaiting(c)
        guard h2clients.isLive(c, generation: generation) else { return }
        for stream in h2clients[c].session.streams {
            guard h2clients.isLive(c, generation: generation) else { return }
            let x = h2clients[c].session.owner(of: stream)
            if x == .max { continue }
            switch exchanges[x].phase {
            // The whole answer is here and only waits for its client.
            case .answering where h2clients[c].session.contentIsEnded(stream): continue
            case .answering: breakOff(x)
            case .tunnelling: breakTunnel(x, .upstreamReset)
            default: retryOrFail(x, after: .resetBeforeAnswer)
            }
        }
        guard h2clients.isLive(c, generation: generation) else { return }
        if h2clients[c].running == 0 { closeMultiplexed(c) }
    }

    mutating func closeMultiplexed(_ c: UInt32) {
        retireMultiplexed(c)
        timers.cancel(h2clients[c].timer)
        let (k, e, isSettled) = (h2clients[c].cluster, h2clients[c].endpoint, h2clients[c].hasSettings)
        post.metrics.subtract(.connectionsOpen, upstream: k)
        h2clients[c].conduit.close(&io, abort: false)
        _ = h2clients.remove(c)
        if isSettled { return }
        clusters[UInt32(k)].endpoints[e].settling -= 1
        failSharers(k, e, .resetBeforeAnswer)
    }

    // MARK: Times

    /// While streams run the connection is asked now and then whether it lives; without any it grows old.
    mutating func armMultiplexed(_ c: UInt32) {
        let period: UInt64
        if h2clients[c].awaitsPong {
            period = Worker.pongTime
        } else if h2clients[c].running == 0 {
            period = h2clients[c].isRetiring ? 0 : Worker.idleLife
        } else {
            period = plan.clusters[h2clients[c].cluster].pingPeriod
        }
        timers.move(h2clients[c].timer, to: now.advanced(byNanoseconds: period))
    }

    mutating func h2ClientTimedOut(_ c: UInt32) {
        if h2clients[c].awaitsPong {
            loseUpstream(c)
        } else if h2clients[c].running == 0 {
            h2clients[c].session.goAway(.noError, reason: "")
            _ = h2clients[c].flush(&framed, &pairs, &io)
            closeMultiplexed(c)
        } else {
            h2clients[c].awaitsPong = plan.clusters[h2clients[c].cluster].pingPeriod < Worker.noPing
            if h2clients[c].awaitsPong {
                h2clients[c].session.ping()
                markDirty(client: c)
            }
            armMultiplexed(c)
        }
    }

    /// The period of a cluster whose connections are not asked.
    static var noPing: UInt64 { 1 << 62 }
}
