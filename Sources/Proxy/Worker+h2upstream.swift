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
    private mutating func serveWaiters(_ c: UInt32) {
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
    private mutating func dialForWaiters(of k: Int, _ e: Int) {
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
    mutating func failSharers(_ k: Int, _ e: Int, _ failure: UpstreamFailure) {
        guard clusters[UInt32(k)].endpoints[e].speaksH2 || plan.clusters[k].speech == .http2 else { return }
        // Each may wait again after this, so only those who wait now are looked at.
        var rounds = clusters[UInt32(k)].pending.count
        while rounds > 0, !clusters[UInt32(k)].endpoints[e].isPreparing, let x = nextWaiter(of: k) {
            rounds -= 1
            retryOrFail(x, after: failure)
        }
    }

    // MARK: Sending

    /// Sends the head on a stream of its own, and with it as much of the body as is there.
    mutating func send(_ x: UInt32, onStreamOf c: UInt32) {
        if exchanges[x].tunnel.isWanted, !mayConnect(x, over: c) { return }
        exchanges[x].phase = .awaitingAnswer
        let kept = exchanges[x].hasTakenContent ? takeKept(x) : ByteBuffer()
        exchanges[x].head.truncate(to: exchanges[x].headMark)
        exchanges[x].plan.propagator.inject(exchanges[x].trace.outgoing, into: &exchanges[x].head)
        if exchanges[x].call.hasTimeout { appendTimeout(x) }
        if exchanges[x].acceptsTrailers { exchanges[x].head.append("te: trailers\r\n") }
        let isSecure = h2clients[c].conduit.isTLS
        if exchanges[x].tunnel.isWanted {
            readConnect(x, scheme: isSecure ? "https" : "http")
        } else {
            pairs.readRequest(exchanges[x].head.readable, scheme: isSecure ? "https" : "http")
        }
        let hasContent = upstreamFraming(x).mayHaveBytes || exchanges[x].tunnel.isWanted
        guard let stream = h2clients[c].session.request(pairs, hasContent: hasContent) else {
            // No stream identifiers are left: the connection is used up (RFC 9113, 5.1.1).
            retireMultiplexed(c)
            retryOrFail(x, after: .connectRefused)
            return
        }
        h2clients[c].session.setOwner(x, of: stream)
        h2clients[c].running += 1
        h2clients[c].uses += 1
        if h2clients[c].running == 1 { armMultiplexed(c) }
        exchanges[x].upstream = UpstreamPlace(connection: c, stream: stream)
        armFirstByte(x)
        markDirty(client: c)
        if exchanges[x].hasTakenContent { resend(kept, x) }
        if expectsContent(x) { sendContent(x) } else { _ = flushRequest(x) }
    }

    mutating func upstreamIsReused(_ x: UInt32) -> Bool {
        let upstream = exchanges[x].upstream
        if upstream.isNone { return false }
        return upstream.isStream ? h2clients[upstream.connection].uses > 1 : clients[upstream.connection].isReused
    }

    // MARK: Readiness

    mutating func h2ClientIsReady(_ c: UInt32, _ event: PollEvent) {
        if event.readable || event.hangup || event.error {
            h2clients[c].conduit.noteReadable(hangup: event.hangup || event.error)
        }
        if event.writable { h2clients[c].conduit.noteWritable() }
        if h2clients[c].conduit.hasPendingOutput, !flushUpstream(c) { return }
        if event.readable || event.hangup || event.error { receiveStreams(fromUpstream: c) }
    }

    /// Writes what the upstream did not take before.
    /// - Returns: whether the connection still lives.
    private mutating func flushUpstream(_ c: UInt32) -> Bool {
        switch h2clients[c].conduit.flush(&io) {
        case .pending: break
        case .failed:
            loseUpstream(c)
            return false
        case .all:
            h2clients[c].session.tellRoom()
            markDirty(client: c)
        }
        return true
    }

    // MARK: Reading

    mutating func receiveStreams(fromUpstream c: UInt32) {
        let generation = h2clients.generation(of: c)
        var reads = 0
        while h2clients.isLive(c, generation: generation), h2clients[c].conduit.mayHaveMore {
            if reads == Worker.readsPerTurn {
                queueStreams(ofUpstream: c)
                return
            }
            reads += 1
            switch h2clients[c].conduit.read(&io) {
            case .bytes(let view):
                io.keepPlain()
                understand(view, fromUpstream: c)
            case .wouldBlock: break
            case .end, .truncated, .failed:
                loseUpstream(c)
                return
            }
        }
    }

    private mutating func queueStreams(ofUpstream c: UInt32) {
        if h2clients[c].isQueued { return }
        h2clients[c].isQueued = true
        unfinished.append(Token(kind: TokenKind.h2client, index: c, generation: h2clients.generation(of: c)).rawValue)
    }

    private mutating func understand(_ input: ByteView, fromUpstream c: UInt32) {
        let generation = h2clients.generation(of: c)
        h2clients[c].session.receive(input, now: now.nanoseconds, into: &inbox)
        while let event = inbox.take() {
            if h2clients.isLive(c, generation: generation) { handle(event, input, fromUpstream: c) }
        }
        guard h2clients.isLive(c, generation: generation) else { return }
        if h2clients[c].session.misbehaviour != nil { loseUpstream(c) } else { markDirty(client: c) }
    }

    private mutating func handle(_ event: H2Event, _ input: ByteView, fromUpstream c: UInt32) {
        switch event {
        case .section(let stream, let section, let ends): take(section, endsStream: ends, on: stream, fromUpstream: c)
        case .data(let stream, let range): take(input[range], on: stream, fromUpstream: c)
        case .end(let stream):
            h2clients[c].session.endContent(stream)
            goOnWithStream(stream, of: c)
        case .sent(let stream): noteSent(stream, of: c)
        case .room(let stream):
            let x = h2clients[c].session.owner(of: stream)
            if x != .max { goOnWithRequest(x) }
        case .closed(let stream, let code): upstreamClosed(stream, of: c, code: code)
        case .settings: settle(c)
        case .pong:
            h2clients[c].awaitsPong = false
            armMultiplexed(c)
        case .goAway: retireMultiplexed(c)
        }
    }

    /// The upstream has said how many streams it allows, perhaps anew: those who wait for room may go on.
    private mutating func settle(_ c: UInt32) {
        let (k, e) = (h2clients[c].cluster, h2clients[c].endpoint)
        let generation = h2clients.generation(of: c)
        if !h2clients[c].hasSettings { clusters[UInt32(k)].endpoints[e].settling -= 1 }
        noteSettings(of: c)
        if h2clients.isLive(c, generation: generation) { serveWaiters(c) }
        dialForWaiters(of: k, e)
    }

    /// An answer's head, an interim one, or trailers.
    private mutating func take(_ section: H2Section, endsStream: Bool, on stream: UInt32, fromUpstream c: UInt32) {
        let x = h2clients[c].session.owner(of: stream)
        if x == .max { return }
        if h2clients[c].session.hasHead(stream) {
            takeTrailers(section, endsStream: endsStream, on: stream, of: c, x)
            return
        }
        do throws(H2MessageError) {
            try H2ResponseReader.read(
                section,
                of: inbox.sections,
                endsStream: endsStream,
                requestMethod: exchanges[x].method,
                into: &response,
                limits: H1Limits()
            )
        } catch {
            retryOrFail(x, after: UpstreamFailure(error))
            return
        }
        if exchanges[x].phases.firstByte == .zero { noteFirstByte(x) }
        if response.status.isInformational {
            exchanges[x].interims += 1
            if exchanges[x].interims <= Worker.interimLimit {
                _ = passInterim(x)
            } else {
                retryOrFail(x, after: .malformedAnswer)
            }
            return
        }
        h2clients[c].session.noteHead(stream)
        if exchanges[x].tunnel.isWanted, response.status.classDigit == 2 {
            beginTunnel(x, onStream: stream, of: c, endsStream: endsStream)
            return
        }
        h2clients[c].session.expectContent(stream, framing: response.framing, limit: .max)
        if endsStream { h2clients[c].session.endContent(stream) }
        beginAnswer(x, viaLine: ResponseWriter.viaHTTP2)
        pumpStreamAnswer(x)
    }

    private mutating func takeTrailers(
        _ section: H2Section,
        endsStream: Bool,
        on stream: UInt32,
        of c: UInt32,
        _ x: UInt32
    ) {
        do throws(H2MessageError) {
            guard endsStream else { throw .trailersDoNotEndStream }
            try h2clients[c].session.keepTrailers(stream, section, of: inbox.sections, limits: H1Limits())
        } catch {
            breakOff(x)
            return
        }
        h2clients[c].session.endContent(stream)
        goOnWithStream(stream, of: c)
    }

    private mutating func take(_ data: ByteView, on stream: UInt32, fromUpstream c: UInt32) {
        let x = h2clients[c].session.owner(of: stream)
        guard x != .max else {
            h2clients[c].session.discard(stream, data.count)
            return
        }
        guard exchanges[x].phase == .answering || exchanges[x].phase == .tunnelling else {
            // Content before a head is no answer at all (RFC 9113, 8.1).
            h2clients[c].session.discard(stream, data.count)
            retryOrFail(x, after: .malformedAnswer)
            return
        }
        h2clients[c].session.arrive(stream, data)
        pumpStreamAnswer(x)
    }

    private mutating func goOnWithStream(_ stream: UInt32, of c: UInt32) {
        let x = h2clients[c].session.owner(of: stream)
        if x == .max { return }
        if exchanges[x].phase == .answering || exchanges[x].phase == .tunnelling {
            pumpStreamAnswer(x)
        } else {
            retryOrFail(x, after: .malformedAnswer)
        }
    }

    private mutating func noteSent(_ stream: UInt32, of c: UInt32) {
        let x = h2clients[c].session.owner(of: stream)
        if x == .max { return }
        if exchanges[x].phase == .tunnelling { upstreamIsTold(x) } else { _ = flushRequest(x) }
    }

    /// The upstream ended a stream, or never began it.
    private mutating func upstreamClosed(_ stream: UInt32, of c: UInt32, code: UInt32) {
        let x = h2clients[c].session.owner(of: stream)
        let generation = h2clients.generation(of: c)
        if x != .max {
            if exchanges[x].call.isCall { exchanges[x].call.reset = GRPCStatus(reset: code) }
            let refused = H2ErrorCode(received: code) == .refusedStream
            if exchanges[x].phase == .tunnelling {
                if keepsClosedUpstream(x, code: code) { return }
                breakTunnel(x, .upstreamReset)
            } else if exchanges[x].phase == .answering, h2clients[c].session.contentIsEnded(stream) {
                // What came before this end may still wait for its client; the place is given back after that.
                h2clients[c].session.keep(stream)
                return
            } else if exchanges[x].phase == .answering {
                exchanges[x].upstream = UpstreamPlace()
                leaveUpstreamStream(UpstreamPlace(connection: c, stream: stream))
                breakOff(x)
            } else {
                retryOrFail(x, after: refused ? .streamRefused : .resetBeforeAnswer)
            }
        }
        // Going on elsewhere may have found this very connection broken.
        guard h2clients.isLive(c, generation: generation) else { return }
        h2clients[c].session.release(stream)
        afterStream(c)
    }

    // MARK: Writing

    /// Writes what the turn has brought together for one upstream, and handles what that comes to.
    mutating func writeStreams(toUpstream c: UInt32) {
        if !h2clients[c].conduit.isOpen { return }
        if case .failed = h2clients[c].flush(&framed, &pairs, &io) {
            loseUpstream(c)
            return
        }
        let generation = h2clients.generation(of: c)
        while h2clients.isLive(c, generation: generation), let event = h2clients[c].session.takeWritten() {
            handle(event, .empty, fromUpstream: c)
        }
        guard h2clients.isLive(c, generation: generation) else { return }
        if h2clients[c].session.isFinished { loseUpstream(c) }
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
    private mutating func afterStream(_ c: UInt32) {
        if h2clients[c].isRetiring, h2clients[c].running == 0 { closeMultiplexed(c) }
    }

    /// No new streams are begun here.
    private mutating func retireMultiplexed(_ c: UInt32) {
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
    private mutating func armMultiplexed(_ c: UInt32) {
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
