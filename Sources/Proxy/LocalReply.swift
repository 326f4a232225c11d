// What does the gateway answer in its own name?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
    /// Refuses what could not be read as a request: it is traced at the listener's rate, answered, and the connection
    /// ends, because nobody can tell where the next request would begin.
    mutating func refuse(_ fault: Fault, on s: UInt32) {
        let client = ClientPlace(connection: s, clearance: servers[s].facts.clearance)
        let x = openRefusal(of: client, servers[s].facts.listener, version: .http11, began: servers[s].headBeganAt)
        servers[s].exchange = x
        servers[s].phase = .answering
        fail(x, with: fault)
    }

    /// Refuses what came on a stream; the connection lives on.
    /// - Parameter isCall: whether its client speaks gRPC.
    mutating func refuse(_ fault: Fault, of client: ClientPlace, _ listener: Int, isCall: Bool = false) {
        let s = client.connection
        let x = openRefusal(of: client, listener, version: .http2, began: h2servers[s].headBeganAt)
        h2servers[s].session.setOwner(x, of: client.stream)
        h2servers[s].session.charge(.refusal)
        exchanges[x].call.isCall = isCall
        fail(x, with: fault)
    }

    private mutating func openRefusal(
        of client: ClientPlace,
        _ listener: Int,
        version: HTTPVersion,
        began: Instant
    ) -> UInt32 {
        let route = plan.listeners[listener].unrouted
        let entry = TraceEntry.begin(
            .absent,
            override: .absent,
            present: [],
            allowed: [],
            rate: plan.routes[route].sampler.rate,
            using: &random
        )
        noteDecision(entry)
        return insertExchange(
            of: client,
            listener,
            route: route,
            began: began,
            entry: entry,
            method: .other,
            version: version,
            framing: .none
        )
    }

    /// Ends an exchange that went wrong: with an answer as long as none was begun, else by breaking the connection off,
    /// so that what the client has cannot look whole.
    mutating func fail(_ x: UInt32, with fault: Fault) {
        if exchanges[x].phase == .tunnelling {
            breakTunnel(x, fault.isOfUpstream ? .upstreamReset : .clientReset)
            return
        }
        noteFault(x, fault)
        if !exchanges[x].upstream.isNone || exchanges[x].endpoint >= 0 { endAttempt(x, with: fault) }
        if exchanges[x].call.isCall, endCall(x, with: fault) { return }
        if exchanges[x].phase == .answering || exchanges[x].phase == .flushing {
            forgetUnseenStatus(x)
            writeDown(x)
            breakClientOff(x)
            return
        }
        let client = exchanges[x].client
        if fault.endsConnection, !client.isStream { servers[client.connection].keepsAlive = false }
        var text = buffers.lease()
        text.append(fault.status.rawValue.description)
        appendExplanation(of: fault, x, to: &text)
        startReply(x, fault.status, hasText: true)
        staged.append("l5d-err: ")
        staged.append(fault.label)
        staged.append("\r\n")
        endReply(x, fault.status, text: text.readable)
        buffers.giveBack(text)
    }

    /// A stream that is reset before its head was written has shown its client no status.
    mutating func forgetUnseenStatus(_ x: UInt32) {
        let client = exchanges[x].client
        guard client.isStream, exchanges[x].phase == .answering else { return }
        if !h2servers[client.connection].session.headIsWritten(client.stream) { exchanges[x].status = 0 }
    }

    /// The attempt in progress ends with the exchange.
    mutating func endAttempt(_ x: UInt32, with fault: Fault) {
        if case .upstream(let failure) = fault {
            writeDownAttempt(x, failure: failure)
        } else {
            writeDownAttempt(x, failure: .cancelled)
        }
        dropUpstream(x)
        settleAttempt(x)
    }

    /// The client is gone: the exchange ends without an answer.
    mutating func cancel(_ x: UInt32) {
        let client = exchanges[x].client
        if exchanges[x].phase == .tunnelling { abandonTunnel(x) } else { dropUpstreamOfGone(x) }
        if client.isStream { leaveStream(client) } else { servers[client.connection].exchange = .max }
        dropExchange(x)
    }

    /// The upstream works for nobody any more; what was done is written down.
    mutating func dropUpstreamOfGone(_ x: UInt32) {
        if !exchanges[x].upstream.isNone || exchanges[x].endpoint >= 0 {
            writeDownAttempt(x, failure: .cancelled)
            dropUpstream(x)
            settleAttempt(x)
        }
        noteClientGone(x)
        writeDown(x)
    }

    private mutating func appendExplanation(of fault: Fault, _ x: UInt32, to text: inout ByteBuffer) {
        text.append(" ")
        text.append(fault.status.reason)
        text.append(": ")
        appendSentence(of: fault, x, to: &text)
        text.append("\ntrace: ")
        exchanges[x].trace.entry.context.traceID.write(to: &text)
        text.append("\n")
    }

    /// What happened, and the configured value that was met.
    mutating func appendSentence(of fault: Fault, _ x: UInt32, to text: inout ByteBuffer) {
        text.append(fault.sentence)
        let value = fault.configuredValue(
            in: exchanges[x].plan,
            listener: exchanges[x].listener,
            route: exchanges[x].route,
            cluster: exchanges[x].cluster
        )
        if let value {
            text.append(" (")
            text.append(value)
            text.append(")")
        }
    }

    /// Answers as the route says.
    mutating func reply(_ x: UInt32, with index: Int) {
        let answer = plan.answers[index]
        startReply(x, answer.status, hasText: !answer.text.isEmpty)
        appendLocation(answer.location)
        answer.text.withByteView { endReply(x, answer.status, text: $0) }
    }

    /// `OPTIONS *` asks about the server itself (RFC 9110, 9.3.7), which no route stands for.
    mutating func replyToAsterisk(_ x: UInt32) {
        startReply(x, .noContent, hasText: false)
        staged.append("allow: ")
        staged.append(Worker.methods)
        staged.append("\r\n")
        endReply(x, .noContent, text: .empty)
    }

    private static var methods: StaticString { "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" }

    private mutating func appendLocation(_ location: Answer.Location) {
        switch location {
        case .none: return
        case .fixed(let location):
            staged.append("location: ")
            location.withByteView { staged.append($0) }
        case .https:
            staged.append("location: https://")
            staged.append(request.host)
            staged.append(request.path)
            if let query = request.query {
                staged.append("?")
                staged.append(query)
            }
        }
        staged.append("\r\n")
    }

    /// Stages the status line and the fields that every answer of our own has.
    private mutating func startReply(_ x: UInt32, _ status: Status, hasText: Bool) {
        exchanges[x].status = status.rawValue
        H1Serializer.statusLine(status, into: &staged)
        if hasText { staged.append("content-type: text/plain; charset=utf-8\r\n") }
        if status == .methodNotAllowed {
            staged.append("allow: ")
            staged.append(Worker.methods)
            staged.append("\r\n")
        }
        appendReturnedTrace(x)
    }

    /// Stages the rest of the answer, writes it and ends the exchange.
    private mutating func endReply(_ x: UInt32, _ status: Status, text: ByteView) {
        let client = exchanges[x].client
        let hasBody = !status.forbidsBody && exchanges[x].method != .head
        let framing: BodyFraming = status.forbidsBody ? .none : .length(UInt64(text.count))
        let content = hasBody ? framing : .none
        stageFraming(framing, of: x, declaredLength: nil, viaLine: ResponseWriter.viaHTTP1)
        if client.isStream {
            respond(x, content: content)
            replyOnStream(x, text: hasBody ? text : .empty)
            return
        }
        servers[client.connection].beginResponse(content)
        if hasBody { servers[client.connection].stageBody(text, into: &staged) }
        finishAfterWriting(x)
    }

    private mutating func finishAfterWriting(_ x: UInt32) {
        let s = exchanges[x].client.connection
        switch servers[s].write(&staged, &io) {
        case .all: finish(x)
        case .pending:
            exchanges[x].phase = .flushing
            armServer(s)
        case .failed: abandon(s)
        }
    }

    /// Tells the client its trace id, where the route says so.
    mutating func appendReturnedTrace(_ x: UInt32) {
        let index = exchanges[x].plan.routes[exchanges[x].route].returnTraceID
        guard index >= 0 else { return }
        let isTrusted = Clearance(rawValue: exchanges[x].client.clearance).isTrusted
        guard isTrusted || !exchanges[x].plan.returnedFields[index].onlyTrusted else { return }
        exchanges[x].plan.returnedFields[index].prefix.withByteView { staged.append($0) }
        exchanges[x].trace.entry.context.traceID.write(to: &staged)
        staged.append("\r\n")
    }
}
