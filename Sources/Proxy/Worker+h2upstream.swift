// What does an HTTP/2 upstream say, and what is it told?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
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
        exchanges[x].keepsContent = upstreamFraming(x).mayHaveBytes
        let hasContent = exchanges[x].keepsContent || exchanges[x].tunnel.isWanted
        guard let stream = h2clients[c].session.request(pairs, hasContent: hasContent) else {
            // No stream identifiers are left: the connection is used up (RFC 9113, 5.1.1).
            retireMultiplexed(c)
            putBack(kept, x)
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
}
