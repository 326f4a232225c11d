// THE STORY: a request comes in, is understood, routed, traced, sent, answered, finished.

import Bytes
import Connection
import HTTP
import Routing
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
    /// Takes up one request, from its complete head to the first bytes that go upstream.
    ///
    /// The order of the stations is the point of this function. Everything runs in one go on this thread; when the
    /// upstream has to be waited for, `answer` goes on from its first event.
    mutating func begin(_ bytes: ByteView, on s: UInt32) {
        now = MonotonicClock.now()
        // 1. Understand. What cannot be read in exactly one way is refused before anything is decided about it.
        let listener = servers[s].facts.listener
        do throws(H1Error) {
            _ = try H1RequestParser.parse(bytes, into: &request, limits: plan.listeners[listener].limits)
        } catch {
            refuse(.malformed(error), on: s)
            return
        }
        // 2. Route. Before tracing, because the rate belongs to the route.
        let route = chooseRoute(listener)
        // 3. Trace. Decided here, once, for every attempt that follows.
        let client = ClientPlace(connection: s, clearance: servers[s].facts.clearance)
        let began = servers[s].headBeganAt
        let x = openExchange(of: client, listener, route: route, began: began)
        servers[s].exchange = x
        // The head is taken off the input only now; its bytes stay readable until the turn of this connection ends.
        servers[s].settleHead(
            length: bytes.count,
            framing: request.framing,
            bodyLimit: plan.routes[route].bodyLimit,
            keepAlive: request.keepAlive && !isDraining
        )
        servers[s].rateWindowEndsAt = now.advanced(byNanoseconds: Worker.rateWindow)
        direct(x)
    }

    /// Takes up one request that came on a stream: the same stations, another reader.
    mutating func begin(_ section: H2Section, endsStream: Bool, on stream: UInt32, of s: UInt32) {
        let facts = h2servers[s].facts
        let listener = facts.listener
        let client = ClientPlace(connection: s, stream: stream, clearance: facts.clearance)
        do throws(H2MessageError) {
            try H2RequestReader.read(
                section,
                of: inbox.sections,
                endsStream: endsStream,
                isSecure: facts.isSecure,
                into: &request,
                limits: plan.listeners[listener].limits
            )
        } catch {
            refuse(.malformedStream(error), of: client, listener, isCall: asksInGRPC(section))
            return
        }
        let route = chooseRoute(listener)
        let x = openExchange(of: client, listener, route: route, began: h2servers[s].headBeganAt)
        h2servers[s].session.setOwner(x, of: stream)
        let limit = request.isExtendedConnect ? .max : plan.routes[route].bodyLimit
        h2servers[s].session.expectContent(stream, framing: request.framing, limit: limit)
        openRateWindow(of: x)
        if request.method == .post, let fault = noteCall(x) {
            fail(x, with: fault)
            return
        }
        direct(x)
    }

    /// From an exchange that is open to the upstream that serves it, or to an answer of our own.
    private mutating func direct(_ x: UInt32) {
        if let fault = objection(to: x) {
            fail(x, with: fault)
            return
        }
        // 4. Where to. Some routes are answered here.
        switch plan.routes[exchanges[x].route].action {
        case .nothing where request.isAsterisk: replyToAsterisk(x)
        case .nothing: fail(x, with: .unrouted)
        case .answer(let answer): reply(x, with: answer)
        case .forward(let first, let count):
            // 5. Name and bind: the plan did both; a weighted name is drawn now.
            forward(x, to: draw(first: first, count: count))
        }
    }

    private mutating func forward(_ x: UInt32, to destination: WeightedTarget.Destination) {
        switch destination {
        case .answer(let answer): reply(x, with: answer)
        case .cluster(let cluster):
            if let fault = noteTunnel(x) {
                fail(x, with: fault)
                return
            }
            exchanges[x].cluster = cluster
            // 6. What the upstream is told, written once for all attempts.
            writeHead(x)
            // 7. Choose an endpoint, get a connection, send.
            attempt(x)
        }
    }

    private mutating func chooseRoute(_ listener: Int) -> Int {
        let route = plan.parts[listener].table.match(request)
        return route == RouteTable.noRoute ? plan.listeners[listener].unrouted : route
    }

    /// Opens the exchange with its trace.
    private mutating func openExchange(
        of client: ClientPlace,
        _ listener: Int,
        route: Int,
        began: Instant
    ) -> UInt32 {
        let entry = TraceEntry.begin(
            request.fields,
            allowed: Clearance(rawValue: client.clearance).allowance,
            rate: plan.routes[route].sampler.rate,
            propagator: plan.propagator,
            using: &random
        )
        noteDecision(entry)
        let x = insertExchange(
            of: client,
            listener,
            route: route,
            began: began,
            entry: entry,
            // What an extended CONNECT brings behind its head belongs to the tunnel, if there will be one.
            method: request.isExtendedConnect ? .get : request.method,
            version: request.version,
            framing: request.isExtendedConnect ? .none : request.framing
        )
        if entry.verdict.isSampled || plan.keepsLog { keepFacts(x) }
        exchanges[x].awaitsContinue = request.expectsContinue
        return x
    }

    /// Also for what could not be read as a request: nothing here looks at the head.
    mutating func insertExchange(
        of client: ClientPlace,
        _ listener: Int,
        route: Int,
        began: Instant,
        entry: TraceEntry,
        method: Method,
        version: HTTPVersion,
        framing: BodyFraming
    ) -> UInt32 {
        let x = exchanges.insert(
            Exchange(
                plan: plan,
                client: client,
                listener: listener,
                route: route,
                method: method,
                version: version,
                framing: framing,
                arrivedAt: began == .zero ? now : began,
                head: buffers.lease(),
                trace: RequestTrace(entry: entry)
            )
        )
        exchanges[x].phases.headComplete = now
        exchanges[x].phases.routed = now
        beginCounting(x)
        return x
    }

    /// Reasons not to serve a request that could be understood.
    private mutating func objection(to x: UInt32) -> Fault? {
        if isMisdirected(x) { return .misdirected }
        if request.method == .trace { return .traceNotServed }
        if case .length(let length) = request.framing, length > plan.routes[exchanges[x].route].bodyLimit {
            return .bodyTooLarge
        }
        return nil
    }

    /// Whether the host has a certificate of its own that this connection did not show.
    private mutating func isMisdirected(_ x: UInt32) -> Bool {
        guard plan.listeners[exchanges[x].listener].hasNamedCertificates,
            let tls = plan.parts[exchanges[x].listener].tls
        else { return false }
        guard let owner = tls.certificateIndex(forHost: request.host) else { return false }
        let client = exchanges[x].client
        return owner
            != (client.isStream
                ? h2servers[client.connection].facts.certificate : servers[client.connection].facts.certificate)
    }

    /// Draws one of a route's targets by weight.
    private mutating func draw(first: Int, count: Int) -> WeightedTarget.Destination {
        if count == 1 { return plan.targets[first].destination }
        let draw = random.next() >> 32
        let last = first + count - 1
        for index in first..<last where draw < plan.targets[index].ceiling { return plan.targets[index].destination }
        return plan.targets[last].destination
    }

    /// Writes the head for the upstream, all but the tracing fields of the attempt.
    private mutating func writeHead(_ x: UInt32) {
        let facts = facts(of: exchanges[x].client)
        let forwarded = ForwardedFields(
            peer: facts.peer,
            isSecure: facts.isSecure,
            isTrusted: Clearance(rawValue: facts.clearance).isTrusted
        )
        // An HTTP/1.0 request may come without a host; what we send must not (RFC 9112, 3.2).
        let authority = request.authority.isEmpty ? plan.clusterAuthority(exchanges[x].cluster) : request.authority
        let tellsCertificate = facts.hasIdentity && plan.listeners[facts.listener].forwardsCertificate
        var head = buffers.lease()
        RequestWriter.append(
            request,
            authority: authority,
            forwarded: forwarded,
            dropsRefused: forwarded.isTrusted
                ? countForgedCertificates(isContinued: tellsCertificate) : countForeignSteering(),
            isCall: exchanges[x].call.isCall,
            to: &head
        )
        if tellsCertificate { forwardCertificate(x, isTrusted: forwarded.isTrusted, to: &head) }
        plan.propagator.injectState(entry: exchanges[x].trace.entry, fields: request.fields, into: &head)
        if exchanges[x].tunnel.isWanted { TunnelFields.appendWish(key: exchanges[x].tunnel.key, to: &head) }
        exchanges[x].headMark = head.count
        exchanges[x].acceptsTrailers = request.acceptsTrailers
        swap(&exchanges[x].head, &head)
        buffers.giveBack(head)
        let end = now.advanced(byNanoseconds: plan.routes[exchanges[x].route].timeout)
        if exchanges[x].call.hasTimeout { limitCall(x, to: end) } else { exchanges[x].totalDeadline = end }
    }

    /// Counts what a stranger said in order to steer, beyond what its trace fields were counted for.
    /// - Returns: whether there are fields that must be searched for by name and left out.
    private mutating func countForeignSteering() -> Bool {
        if request.fields.present & HopByHop.forwarding.bits != 0 { count(.steeringRefusedForwarded) }
        guard HopByHop.hasRefused(request.fields, isTrusted: false) else { return false }
        count(.steeringRefusedForeign)
        return true
    }

    // MARK: Finishing

    /// Writes down how the exchange went and lets go of everything that it held.
    mutating func finish(_ x: UInt32) {
        let client = exchanges[x].client
        // Streams that end together share one look at the clock, after their frames have left.
        if !client.isStream { now = MonotonicClock.now() }
        exchanges[x].phases.lastByte = now
        writeDown(x)
        if client.isStream { finish(x, onStreamOf: client) } else { finish(x, on: client.connection) }
    }

    private mutating func finish(_ x: UInt32, onStreamOf client: ClientPlace) {
        let s = client.connection
        h2servers[s].session.earn(Worker.pointsForAnswer)
        // What the client still wants to send concerns nobody any more (RFC 9113, 8.1).
        if !h2servers[s].session.contentIsEnded(client.stream) {
            h2servers[s].session.reset(client.stream, .noError)
        }
        dropExchange(x)
        leaveStream(client)
    }

    /// What an answered request earns back of the budget for misbehaviour.
    private static var pointsForAnswer: Int { 2 }

    private mutating func finish(_ x: UInt32, on s: UInt32) {
        let canContinue = servers[s].keepsAlive && servers[s].phase == .answering
        servers[s].finishExchange()
        dropExchange(x)
        if canContinue { awaitNext(s) } else { hangUp(s) }
    }

    /// The next request may be there already; it gets its turn from the loop and not from here, in whose callers other
    /// things are still under way.
    private mutating func awaitNext(_ s: UInt32) {
        if servers[s].mayHaveInput { queueServer(s) } else { armServer(s) }
    }

    /// Gives the exchange's place and memory back.
    mutating func dropExchange(_ x: UInt32) {
        var head = ByteBuffer()
        swap(&exchanges[x].head, &head)
        buffers.giveBack(head)
        if exchanges[x].trace.facts.ownsMemory {
            var facts = ByteBuffer()
            swap(&exchanges[x].trace.facts, &facts)
            buffers.giveBack(facts)
        }
        exchanges.discard(x)
    }
}
