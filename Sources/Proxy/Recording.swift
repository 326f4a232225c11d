// What is counted, and what is written down about an exchange?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
    /// The most bytes of a path and of a user agent that are kept for spans and the access log.
    private static var pathLimit: Int { 1024 }
    private static var agentLimit: Int { 256 }

    mutating func count(_ counter: WorkerCounter) { post.metrics.add(counter) }

    // MARK: Beginnings

    mutating func noteDecision(_ entry: TraceEntry) { post.metrics.count(entry) }

    mutating func beginCounting(_ x: UInt32) { post.metrics.requestBegan(route: exchanges[x].route) }

    /// Copies what will be written down at the end; the head's bytes will be gone by then.
    mutating func keepFacts(_ x: UInt32) {
        var facts = buffers.lease()
        swap(&facts, &exchanges[x].trace.facts)
        exchanges[x].trace.method = exchanges[x].trace.keep(request.methodBytes, limit: 32)
        exchanges[x].trace.path = exchanges[x].trace.keep(request.path, limit: Worker.pathLimit)
        if let query = request.query, !plan.redaction.hidesAll { keepQuery(query, x) }
        exchanges[x].trace.host = exchanges[x].trace.keep(request.host, limit: 255)
        if let agent = request.fields.first(.userAgent) {
            exchanges[x].trace.agent = exchanges[x].trace.keep(agent, limit: Worker.agentLimit)
        }
        buffers.giveBack(facts)
    }

    /// Lengthens the kept path by what may be shown of the query.
    private mutating func keepQuery(_ query: ByteView, _ x: UInt32) {
        let start = exchanges[x].trace.facts.count
        plan.redaction.append(query.prefix(Worker.pathLimit), to: &exchanges[x].trace.facts)
        exchanges[x].trace.path.count += UInt32(exchanges[x].trace.facts.count - start)
    }

    mutating func beginCountingAttempt(_ x: UInt32) { post.metrics.add(.inFlight, upstream: exchanges[x].cluster) }

    mutating func endCountingAttempt(_ x: UInt32) { post.metrics.subtract(.inFlight, upstream: exchanges[x].cluster) }

    // MARK: Faults

    mutating func noteFault(_ x: UInt32, _ fault: Fault) {
        exchanges[x].fault = fault
        if case .upstream(let failure) = fault {
            if exchanges[x].cluster >= 0, !isOfReader(failure, x) { countUpstream(failure, exchanges[x].cluster) }
        } else if let counter = fault.counter {
            count(counter)
        }
    }

    /// Whether the time ran out on an answer that waits for its client, in which the upstream has no part.
    private mutating func isOfReader(_ failure: UpstreamFailure, _ x: UInt32) -> Bool {
        guard failure == .totalTimeout || failure == .deadlinePassed else { return false }
        return exchanges[x].phase == .answering && isSlow(x)
    }

    private mutating func countUpstream(_ failure: UpstreamFailure, _ cluster: Int) {
        if let counter = failure.counter { post.metrics.add(counter, upstream: cluster) }
    }

    mutating func noteClientGone(_ x: UInt32) {
        exchanges[x].clientIsGone = true
        count(.connectionsReset)
    }

    // MARK: Ends

    /// Counts an ended attempt and writes its CLIENT span.
    mutating func writeDownAttempt(_ x: UInt32, failure: UpstreamFailure?) {
        guard exchanges[x].cluster >= 0, exchanges[x].endpoint >= 0 else { return }
        let end = MonotonicClock.now()
        let began = exchanges[x].phases.attemptBegan
        post.metrics.attemptEnded(
            upstream: exchanges[x].cluster,
            status: failure == nil || exchanges[x].phase == .answering ? exchanges[x].status : 0,
            // How long a tunnel stays open says nothing of how quick anybody was.
            microseconds: (exchanges[x].tunnel.agreement ?? end).nanoseconds(since: began) / 1000
        )
        countContent(x)
        if exchanges[x].trace.isSampled { writeClientSpan(x, until: end, failure: failure) }
    }

    /// Counts what an attempt sent, and what its answer brought to the client.
    private mutating func countContent(_ x: UInt32) {
        let cluster = exchanges[x].cluster
        post.metrics.add(.bytesSent, upstream: cluster, contentForwarded(x))
        let hasAnswer = exchanges[x].phase == .answering || exchanges[x].phase == .tunnelling
        if hasAnswer { post.metrics.add(.bytesReceived, upstream: cluster, contentSent(x)) }
    }

    /// Counts an ended exchange, writes its SERVER span and its line of the log.
    mutating func writeDown(_ x: UInt32) {
        let microseconds = now.nanoseconds(since: exchanges[x].arrivedAt) / 1000
        if exchanges[x].call.isCall { countCall(x) }
        post.metrics.requestEnded(
            route: exchanges[x].route,
            status: exchanges[x].clientIsGone ? 0 : exchanges[x].status,
            microseconds: (exchanges[x].tunnel.agreement ?? now).nanoseconds(since: exchanges[x].arrivedAt) / 1000,
            verdict: exchanges[x].trace.entry.verdict
        )
        post.metrics.add(.bytesReceived, exchanges[x].bodyBytesTaken)
        post.metrics.add(.bytesSent, contentSent(x))
        if exchanges[x].trace.isSampled { writeServerSpan(x) }
        if plan.keepsLog { writeLogLine(x, microseconds: microseconds) }
    }

    // MARK: Spans

    mutating func writeServerSpan(_ x: UInt32, isUnfinished: Bool = false) {
        count(.spansSampled)
        let start = serverSpanStart(x)
        let head = SpanHead(
            exchanges[x].trace.entry.context,
            kind: .server,
            startMicroseconds: anchor.unixMicroseconds(at: start),
            durationMicroseconds: Int64(now.nanoseconds(since: start) / 1000),
            isShared: exchanges[x].trace.entry.isShared,
            isUnfinished: isUnfinished
        )
        guard var span = post.spans.begin(head) else {
            count(.spansDroppedRingFull)
            return
        }
        describe(x, in: &span)
        let client = facts(of: exchanges[x].client)
        if let address = client.peer.ip { span.remoteAddress(address, port: client.peer.port ?? 0) }
        annotateServer(x, since: start, in: &span)
        if exchanges[x].tunnel.hasBegun { describeTunnel(x, since: start, in: &span) }
        if !isUnfinished { note(.lastByte, now, since: start, in: &span) }
        span.tag(.listener, exchanges[x].plan.listenerText(exchanges[x].listener))
        if let version = tlsVersion(of: exchanges[x].client) { span.tag(.tlsVersion, version.label) }
        if client.hasIdentity, let identity = identity(of: exchanges[x].client) {
            identity.nameBytes.withByteView { span.tag(.clientIdentity, $0) }
        }
        if exchanges[x].retries > 0 { span.tag(.resendCount, number: UInt64(exchanges[x].retries)) }
        span.verdict(exchanges[x].trace.entry.verdict)
        if let foreign = exchanges[x].trace.entry.foreignTraceID { span.tag(.clientTraceID, foreign) }
        if exchanges[x].status != 0 { span.tag(.httpStatus, number: UInt64(exchanges[x].status)) }
        if exchanges[x].call.isCall { tagStatus(of: x, in: &span) }
        if let error = serverError(x) { span.tag(.error, error) }
        post.spans.commit(span)
    }

    private mutating func serverError(_ x: UInt32) -> StaticString? {
        if let fault = exchanges[x].fault { return fault.label }
        if exchanges[x].clientIsGone { return exchanges[x].tunnel.stuckAt <= now ? "client_stalled" : "client_gone" }
        if let end = exchanges[x].tunnel.end, end.isBroken { return end.label }
        if exchanges[x].status >= 500 { return "upstream_status" }
        return exchanges[x].call.isCall ? serverErrorOfCall(x) : nil
    }

    mutating func writeClientSpan(
        _ x: UInt32,
        until end: Instant,
        failure: UpstreamFailure?,
        isUnfinished: Bool = false
    ) {
        count(.spansSampled)
        let began = exchanges[x].phases.attemptBegan
        let head = SpanHead(
            exchanges[x].trace.outgoing,
            kind: .client,
            startMicroseconds: anchor.unixMicroseconds(at: began),
            durationMicroseconds: Int64(end.nanoseconds(since: began) / 1000),
            isUnfinished: isUnfinished
        )
        guard var span = post.spans.begin(head) else {
            count(.spansDroppedRingFull)
            return
        }
        describe(x, in: &span)
        describeUpstream(x, in: &span)
        annotateClient(x, in: &span)
        if exchanges[x].tunnel.hasBegun { describeTunnel(x, since: began, in: &span) }
        if !isUnfinished, exchanges[x].phases.firstByte != .zero { note(.lastByte, end, since: began, in: &span) }
        if exchanges[x].retries > 0 { span.tag(.resendCount, number: UInt64(exchanges[x].retries)) }
        if failure == nil || exchanges[x].phase == .answering {
            span.tag(.httpStatus, number: UInt64(exchanges[x].status))
            if failure == nil, exchanges[x].status >= 400 { span.tag(.error, "status") }
        }
        if exchanges[x].call.isCall, failure == nil {
            tagStatus(of: x, in: &span)
            if exchanges[x].status < 400, let error = clientErrorOfCall(x) { span.tag(.error, error) }
        }
        if let failure {
            span.tag(.error, failure.label)
            if failure == .tlsFailed, let why = exchanges[x].tlsFailure { span.tag(.errorDetail, why.reasonText) }
        }
        post.spans.commit(span)
    }

    /// What both spans of an exchange say.
    private mutating func describe(_ x: UInt32, in span: inout SpanWriter) {
        let route = exchanges[x].route
        let method = exchanges[x].trace.facts.readable[exchanges[x].trace.method]
        span.name(method.isEmpty ? ByteView("unreadable") : method, exchanges[x].plan.pathText(route))
        span.localService(exchanges[x].plan.serviceText)
        span.tag(.httpMethod, method)
        span.tag(.httpPath, exchanges[x].trace.facts.readable[exchanges[x].trace.path])
        span.tag(.httpHost, exchanges[x].trace.facts.readable[exchanges[x].trace.host])
        span.tag(.route, exchanges[x].plan.nameText(route))
        span.tag(.protocolName, "http")
        span.tag(.protocolVersion, Worker.number(of: exchanges[x].clientVersion))
        let service = exchanges[x].plan.destinationText(route)
        if !service.isEmpty { span.tag(.service, service) }
        if exchanges[x].call.isCall { describeCall(x, in: &span) }
    }

    private static func number(of version: HTTPVersion) -> StaticString {
        switch version {
        case .http10: "1.0"
        case .http11: "1.1"
        case .http2: "2"
        }
    }

    private mutating func describeUpstream(_ x: UInt32, in span: inout SpanWriter) {
        let (k, e) = (exchanges[x].cluster, exchanges[x].endpoint)
        let address = clusters[UInt32(k)].endpoints[e].address
        if let ip = address.ip { span.remoteAddress(ip, port: address.port ?? 0) }
        let service = exchanges[x].plan.remoteServiceText(exchanges[x].route)
        if !service.isEmpty { span.remoteService(service) }
        span.tag(.upstream, exchanges[x].plan.addressText(k, e))
    }

    /// A span begins with its request's first byte. The first request of a connection begins with the connection, so
    /// that its span holds the handshake that the client waited for; but not when the client let the open connection
    /// lie, which browsers do and which nobody waited for.
    private mutating func serverSpanStart(_ x: UInt32) -> Instant {
        let facts = facts(of: exchanges[x].client)
        let arrived = exchanges[x].arrivedAt
        let pause = arrived.nanoseconds(since: facts.handshakeEndedAt)
        return isFirst(x) && pause <= Worker.headFollows ? facts.acceptedAt : arrived
    }

    /// A first head that comes within this time after the handshake was under way when the handshake ended.
    private static var headFollows: UInt64 { 20_000_000 }

    private mutating func annotateServer(_ x: UInt32, since start: Instant, in span: inout SpanWriter) {
        let facts = facts(of: exchanges[x].client)
        if isFirst(x) {
            note(.accepted, facts.acceptedAt, since: start, in: &span)
            if facts.isSecure { note(.tlsHandshake, facts.handshakeEndedAt, since: start, in: &span) }
        }
        note(.headRead, exchanges[x].phases.headComplete, since: start, in: &span)
        note(.routed, exchanges[x].phases.routed, since: start, in: &span)
        if exchanges[x].clientIsGone { note(.clientAborted, now, since: start, in: &span) }
    }

    private mutating func annotateClient(_ x: UInt32, in span: inout SpanWriter) {
        let phases = exchanges[x].phases
        let start = phases.attemptBegan
        note(.connecting, phases.connectBegan, since: start, in: &span)
        note(phases.reusedConnection ? .reused : .connected, phases.connected, since: start, in: &span)
        note(.requestSent, phases.requestSent, since: start, in: &span)
        note(.firstByte, phases.firstByte, since: start, in: &span)
    }

    mutating func note(_ phase: SpanPhase, _ instant: Instant, since start: Instant, in span: inout SpanWriter) {
        if instant == .zero { return }
        let offset = Int64(bitPattern: instant.nanoseconds &- start.nanoseconds) / 1000
        span.annotate(phase, atMicroseconds: offset)
    }

    // MARK: The access log

    private mutating func writeLogLine(_ x: UInt32, microseconds: UInt64) {
        guard let format = plan.logFormat else { return }
        var facts = AccessFacts()
        facts.startMicroseconds = anchor.unixMicroseconds(at: exchanges[x].arrivedAt)
        facts.durationMicroseconds = microseconds
        var client = buffers.lease()
        let known = self.facts(of: exchanges[x].client)
        appendPeer(known.peer, to: &client)
        let peerBytes = client.count
        if known.hasIdentity { appendIdentity(of: exchanges[x].client, to: &client) }
        facts.clientText = client.readable.prefix(peerBytes)
        facts.clientIdentity = client.readable.dropFirst(peerBytes)
        facts.method = exchanges[x].trace.facts.readable[exchanges[x].trace.method]
        facts.host = exchanges[x].trace.facts.readable[exchanges[x].trace.host]
        facts.path = exchanges[x].trace.facts.readable[exchanges[x].trace.path]
        facts.userAgent = exchanges[x].trace.facts.readable[exchanges[x].trace.agent]
        facts.protocolName = Worker.name(of: exchanges[x].clientVersion)
        facts.status = exchanges[x].status
        if exchanges[x].call.isCall, let status = exchanges[x].call.status { facts.grpcStatus = ByteView(status.name) }
        facts.bytesReceived = exchanges[x].bodyBytesTaken
        facts.bytesSent = contentSent(x)
        facts.route = exchanges[x].plan.nameText(exchanges[x].route)
        if exchanges[x].cluster >= 0 {
            facts.upstream = exchanges[x].plan.clusterText(exchanges[x].cluster)
            facts.attempts = UInt64(exchanges[x].retries + 1)
        }
        facts.traceID = exchanges[x].trace.entry.context.traceID
        facts.spanID = exchanges[x].trace.entry.context.spanID
        facts.verdict = exchanges[x].trace.entry.verdict
        if let error = serverError(x) { facts.error = ByteView(error) }
        if exchanges[x].fault == .upstream(.tlsFailed), let why = exchanges[x].tlsFailure {
            facts.errorDetail = why.reasonText
        }
        var line = buffers.lease()
        format.write(facts, to: &line)
        count(post.log.append(line.readable) ? .logLinesWritten : .logLinesDroppedRingFull)
        buffers.giveBack(line)
        buffers.giveBack(client)
    }

    private static func name(of version: HTTPVersion) -> ByteView {
        switch version {
        case .http10: ByteView("http/1.0")
        case .http11: ByteView("http/1.1")
        case .http2: ByteView("h2")
        }
    }

    private mutating func appendPeer(_ peer: SocketAddress, to text: inout ByteBuffer) {
        guard let ip = peer.ip else {
            text.append("unix")
            return
        }
        if !ip.isIPv4 { text.append("[") }
        ip.write(to: &text)
        if !ip.isIPv4 { text.append("]") }
        text.append(":")
        text.appendDecimal(UInt64(peer.port ?? 0))
    }
}
