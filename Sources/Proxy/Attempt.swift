// One try at one endpoint: how does it get its connection, and what if it fails?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
    /// Begins an attempt: an endpoint is chosen, a connection found or made, the head sent.
    mutating func attempt(_ x: UInt32) {
        let k = exchanges[x].cluster
        let bits = random.next()
        guard let endpoint = clusters[UInt32(k)].pick(avoiding: exchanges[x].failedEndpoint, bits: bits) else {
            fail(x, with: .upstream(.noEndpoint))
            return
        }
        exchanges[x].endpoint = endpoint
        exchanges[x].trace.attempt = .random(using: &random)
        exchanges[x].phases.beginAttempt(at: now)
        clusters[UInt32(k)].endpoints[endpoint].inFlight += 1
        beginCountingAttempt(x)
        if let c = sharedConnection(for: x) {
            exchanges[x].phases.reusedConnection = true
            exchanges[x].phases.connected = now
            post.metrics.add(.connectionsReused, upstream: k)
            send(x, onStreamOf: c)
        } else if let c = clusters[UInt32(k)].leaseIdle(endpoint) {
            exchanges[x].phases.reusedConnection = true
            exchanges[x].phases.connected = now
            post.metrics.subtract(.connectionsIdle, upstream: k)
            post.metrics.add(.connectionsReused, upstream: k)
            send(x, over: c)
        } else {
            connect(x)
        }
    }

    // MARK: A new connection

    private mutating func connect(_ x: UInt32) {
        let k = exchanges[x].cluster
        if clusters[UInt32(k)].pending.isFull {
            settleAttempt(x)
            fail(x, with: .upstream(.queueFull))
            return
        }
        exchanges[x].phase = .connecting
        exchanges[x].phases.connectBegan = now
        exchanges[x].waitsInQueue = true
        if clusters[UInt32(k)].pending.isOvergrown { sweepLine(of: k) }
        clusters[UInt32(k)].pending.append(.init(exchange: x, generation: exchanges.generation(of: x)))
        post.metrics.add(.queued, upstream: k)
        armExchange(x, until: exchanges[x].totalDeadline)
        if sharesDial(of: x) { return }
        if !dial(x) { retryOrFail(x, after: .connectRefused) }
    }

    /// Starts a connection to the exchange's endpoint.
    mutating func dial(_ x: UInt32) -> Bool {
        let k = exchanges[x].cluster
        let e = exchanges[x].endpoint
        guard let fd = try? Dialer.start(to: clusters[UInt32(k)].endpoints[e].address) else { return false }
        let conduit = makeConduit(fd, cluster: k, forTunnel: exchanges[x].tunnel.isWanted)
        let place = clients.insert(
            H1ClientConnection(
                conduit: conduit,
                cluster: k,
                endpoint: e,
                limits: H1Limits(),
                timer: .none
            )
        )
        post.metrics.add(.connectionsOpen, upstream: k)
        let token = Token(kind: TokenKind.client, index: place, generation: clients.generation(of: place)).rawValue
        clients[place].timer = timers.add(
            token: token,
            at: now.advanced(byNanoseconds: plan.clusters[k].connectTimeout)
        )
        clients[place].exchange = x
        exchanges[x].upstream.connection = place
        clusters[UInt32(k)].endpoints[e].dialing += 1
        do throws(SystemError) {
            try poller.add(fd, token: token)
            return true
        } catch {
            dropUpstream(x)
            return false
        }
    }

    /// Gives up the places of those who left the line before their turn.
    private mutating func sweepLine(of k: Int) {
        var queue = PendingQueue(limit: 0)
        swap(&queue, &clusters[UInt32(k)].pending)
        queue.sweep { exchanges.isLive($0.exchange, generation: $0.generation) && exchanges[$0.exchange].waitsInQueue }
        swap(&queue, &clusters[UInt32(k)].pending)
    }

    mutating func makeConduit(_ fd: Int32, cluster k: Int, forTunnel: Bool) -> Conduit {
        guard let tls = plan.clusters[k].tls else { return Conduit(plain: fd) }
        // Where both protocols are served, a tunnel goes over HTTP/1.1, in which every server knows it.
        let offer: ApplicationProtocol? = forTunnel && plan.clusters[k].speech == .negotiated ? .http11 : nil
        return Conduit(fd: fd, client: tls, serverName: plan.clusters[k].serverName ?? "", offer: offer)
    }

    /// A connection under way became ready, in one way or the other.
    mutating func advanceConnection(_ c: UInt32) {
        if clients[c].phase == .connecting {
            if Dialer.finish(clients[c].conduit.rawDescriptor) != nil {
                connectionFailed(c, .connectRefused)
                return
            }
            guard sendProxyHeader(c) else {
                connectionFailed(c, .connectRefused)
                return
            }
            clients[c].phase = .handshake
            if clients[c].conduit.isTLS {
                let patience = plan.clusters[clients[c].cluster].connectTimeout
                timers.move(clients[c].timer, to: now.advanced(byNanoseconds: patience))
            }
        }
        switch clients[c].conduit.handshake(&io) {
        case .wantsRead, .wantsWrite: return
        case .failed(let error): connectionFailed(c, .tlsFailed, error)
        case .done: connectionIsReady(c)
        }
    }

    /// Gives a fresh connection to the exchange that asked for it, or to the one that waited longest.
    private mutating func connectionIsReady(_ c: UInt32) {
        post.metrics.add(.connectsMade, upstream: clients[c].cluster)
        endDial(c)
        if speaksH2(c) {
            multiplex(c)
            return
        }
        let x = clients[c].exchange
        if x != .max {
            stopWaiting(x)
            exchanges[x].phases.connected = now
            send(x, over: c)
        } else {
            release(c)
        }
    }

    mutating func connectionFailed(_ c: UInt32, _ failure: UpstreamFailure, _ tlsFailure: TLSError? = nil) {
        let x = clients[c].exchange
        let (k, e) = (clients[c].cluster, clients[c].endpoint)
        clients[c].exchange = .max
        endDial(c)
        closeClient(c)
        if x != .max {
            exchanges[x].upstream = UpstreamPlace()
            exchanges[x].tlsFailure = tlsFailure
            retryOrFail(x, after: failure)
        }
        failSharers(k, e, failure, tlsFailure)
    }

    /// Takes the exchange out of the line of those who wait for a connection.
    mutating func stopWaiting(_ x: UInt32) {
        guard exchanges[x].waitsInQueue else { return }
        exchanges[x].waitsInQueue = false
        post.metrics.subtract(.queued, upstream: exchanges[x].cluster)
        clusters[UInt32(exchanges[x].cluster)].pending.leave()
    }

    // MARK: Sending

    /// Sends the head, and with it as much of the body as is there.
    mutating func send(_ x: UInt32, over c: UInt32) {
        exchanges[x].upstream = UpstreamPlace(connection: c)
        exchanges[x].phase = .awaitingAnswer
        clients[c].begin(exchange: x, framing: upstreamFraming(x))
        timers.move(clients[c].timer, to: .distantFuture)
        armFirstByte(x)
        let kept = exchanges[x].hasTakenContent ? takeKept(x) : ByteBuffer()
        exchanges[x].head.truncate(to: exchanges[x].headMark)
        exchanges[x].plan.propagator.inject(exchanges[x].trace.outgoing, into: &exchanges[x].head)
        if exchanges[x].call.hasTimeout { appendTimeout(x) }
        exchanges[x].head.append("\r\n")
        staged.append(exchanges[x].head.readable)
        if exchanges[x].hasTakenContent { resend(kept, x) }
        if expectsContent(x) { sendContent(x) } else { _ = flushRequest(x) }
    }

    /// Sends what is there of the body, behind the head. Until now the client could not be asked for it.
    mutating func sendContent(_ x: UInt32) {
        openRateWindow(of: x)
        let client = exchanges[x].client
        if client.isStream {
            pumpStream(x)
            return
        }
        let s = client.connection
        let generation = servers.generation(of: s)
        _ = pumpRequest(x)
        guard servers.isLive(s, generation: generation) else { return }
        servers[s].park()
        armServer(s)
    }

    mutating func upstreamFraming(_ x: UInt32) -> BodyFraming {
        exchanges[x].requestFraming == .untilClose ? .chunked : exchanges[x].requestFraming
    }

    /// Moves the request body towards the upstream until one side has to be waited for. What is staged goes first.
    /// - Returns: whether the request may be complete or more of it may be there now.
    mutating func pumpRequest(_ x: UInt32) -> Bool {
        let generation = exchanges.generation(of: x)
        var turn = 0
        while expectsContent(x), upstreamTakesMore(x) {
            if turn >= Worker.bytesPerTurn {
                queueContent(of: x)
                return flushRequest(x) && false
            }
            switch nextContent(of: x) {
            case .data(let data):
                turn += data.count + Worker.bytesPerPiece
                guard take(data, x) else { return exchanges.isLive(x, generation: generation) }
            case .end:
                exchanges[x].requestBodyEnded = true
                endUpstreamContent(x)
            case .wait: return flushRequest(x) && false
            case .fault(let fault):
                staged.clear()
                fail(x, with: fault)
                return false
            case .cut:
                staged.clear()
                abandonClient(of: x)
                return false
            }
        }
        return flushRequest(x)
    }

    /// Passes one piece of request body on.
    /// - Returns: false when the exchange ended or the upstream's side is full.
    private mutating func take(_ data: ByteView, _ x: UInt32) -> Bool {
        exchanges[x].bodyBytesTaken += UInt64(data.count)
        if exchanges[x].keepsContent { keepContent(data, x) }
        if exchanges[x].upstream.isStream { return giveUpstream(data, toStreamOf: x) }
        let c = exchanges[x].upstream.connection
        if data.count <= Worker.stagedPiece, staged.count <= Worker.stagedLimit {
            clients[c].stageBody(data, into: &staged)
            return true
        }
        switch clients[c].writeBody(data, after: &staged, &io) {
        case .all, .pending: return true
        case .failed:
            upstreamBroke(x)
            return false
        }
    }

    /// Writes what is staged for the upstream.
    mutating func flushRequest(_ x: UInt32) -> Bool {
        if !staged.isEmpty {
            let c = exchanges[x].upstream.connection
            let step = clients[c].conduit.write(staged.readable, .empty, .empty, &io)
            staged.clear()
            if case .failed = step {
                upstreamBroke(x)
                return false
            }
        }
        if exchanges[x].requestBodyEnded, exchanges[x].phases.requestSent == .zero { noteRequestSent(x) }
        return true
    }

    /// From here on it is the upstream's turn.
    private mutating func noteRequestSent(_ x: UInt32) {
        exchanges[x].phases.requestSent = exchanges[x].trace.isSampled ? MonotonicClock.now() : now
        if exchanges[x].requestFraming.mayHaveBytes, exchanges[x].phase == .awaitingAnswer { armFirstByte(x) }
    }

    mutating func armFirstByte(_ x: UInt32) {
        if exchanges[x].call.isCall {
            armCall(x)
            return
        }
        let first = now.advanced(byNanoseconds: exchanges[x].plan.routes[exchanges[x].route].firstByte)
        let pace = exchanges[x].bodyPace
        armExchange(x, until: min(first, exchanges[x].totalDeadline, pace.idleUntil, pace.windowEndsAt))
    }

    /// Writing to the upstream failed. It may have answered before it closed, so what it said is read first.
    private mutating func upstreamBroke(_ x: UInt32) {
        let c = exchanges[x].upstream.connection
        clients[c].keepsAlive = false
        clients[c].conduit.noteReadable(hangup: true)
        if !exchanges[x].client.isStream { servers[exchanges[x].client.connection].park() }
        receive(from: c)
    }

    // MARK: Failing

    /// Ends the attempt's claim on its endpoint.
    mutating func settleAttempt(_ x: UInt32) {
        guard exchanges[x].endpoint >= 0 else { return }
        stopWaiting(x)
        clusters[UInt32(exchanges[x].cluster)].endpoints[exchanges[x].endpoint].inFlight -= 1
        endCountingAttempt(x)
        exchanges[x].endpoint = -1
    }

    /// An attempt failed: another endpoint may be tried, or the client is told.
    mutating func retryOrFail(_ x: UInt32, after failure: UpstreamFailure) {
        let reused = upstreamIsReused(x)
        let canRetry =
            exchanges[x].phase != .answering
            && RetryPolicy(
                limit: exchanges[x].plan.routes[exchanges[x].route].retries
            ).allows(
                after: failure,
                retriesSoFar: exchanges[x].retries,
                method: exchanges[x].method,
                connectionWasReused: reused,
                bodyCanBeReplayed: exchanges[x].canBeReplayed(after: failure)
            ) && now < exchanges[x].totalDeadline
        guard canRetry else {
            fail(x, with: .upstream(failure))
            return
        }
        writeDownAttempt(x, failure: failure)
        exchanges[x].failedEndpoint = exchanges[x].endpoint
        dropUpstream(x)
        settleAttempt(x)
        exchanges[x].retries += 1
        exchanges[x].call.reset = nil
        post.metrics.add(.retries, upstream: exchanges[x].cluster)
        exchanges[x].phase = .choosing
        attempt(x)
    }

    mutating func closeClient(_ c: UInt32) {
        endDial(c)
        timers.cancel(clients[c].timer)
        post.metrics.subtract(.connectionsOpen, upstream: clients[c].cluster)
        clients[c].conduit.close(&io, abort: false)
        _ = clients.remove(c)
    }
}
