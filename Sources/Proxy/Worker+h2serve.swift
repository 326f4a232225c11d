// What does a client on HTTP/2 want next?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Wire

extension Worker {
    /// Reads of one connection in a turn, before others have theirs.
    static var readsPerTurn: Int { 16 }

    // MARK: Beginning

    /// Goes over to HTTP/2 on a connection whose first bytes, if there are any, are its preface.
    mutating func speakH2(_ s: UInt32) {
        timers.cancel(servers[s].timer)
        var parts = servers.remove(s).handOver()
        let (facts, descriptor) = (parts.facts, parts.conduit.rawDescriptor)
        let listener = facts.listener
        var unread = ByteBuffer()
        parts.takeUnread(&unread)
        let session = H2Session(
            .server,
            settings: plan.listeners[listener].h2,
            budget: plan.listeners[listener].misbehaviour,
            now: now.nanoseconds
        )
        let firstBy = now.advanced(byNanoseconds: plan.listeners[listener].headTime)
        let place = h2servers.insert(
            H2ServerConnection(
                conduit: parts.open(),
                facts: facts,
                session: session,
                timer: .none,
                idleUntil: firstBy
            )
        )
        let token = Token(kind: TokenKind.h2server, index: place, generation: h2servers.generation(of: place)).rawValue
        h2servers[place].timer = timers.add(token: token, at: firstBy)
        if (try? poller.move(descriptor, to: token)) == nil {
            closeStreams(place, abort: true)
            return
        }
        markDirty(server: place)
        let generation = h2servers.generation(of: place)
        if !unread.isEmpty { understand(unread.readable, fromClient: place) }
        if h2servers.isLive(place, generation: generation) { receiveStreams(fromClient: place) }
    }

    // MARK: Readiness

    mutating func h2ServerIsReady(_ s: UInt32, _ event: PollEvent) {
        if event.readable || event.hangup || event.error {
            h2servers[s].conduit.noteReadable(hangup: event.hangup || event.error)
        }
        if event.writable { h2servers[s].conduit.noteWritable() }
        if event.error || event.closed && h2servers[s].phase != .lingering {
            abandonStreams(s)
            return
        }
        if h2servers[s].conduit.hasPendingOutput, !flushStreams(s) { return }
        if event.readable || event.hangup || h2servers[s].conduit.mayHaveMore { receiveStreams(fromClient: s) }
    }

    /// Writes what a client did not take before.
    /// - Returns: whether the connection still lives.
    private mutating func flushStreams(_ s: UInt32) -> Bool {
        switch h2servers[s].conduit.flush(&io) {
        case .pending: armStreams(s)
        case .failed:
            abandonStreams(s)
            return false
        case .all:
            h2servers[s].session.tellRoom()
            markDirty(server: s)
        }
        return true
    }

    // MARK: Reading

    /// Reads what is there and lets each stream go as far as it can.
    mutating func receiveStreams(fromClient s: UInt32) {
        let generation = h2servers.generation(of: s)
        var reads = 0
        while h2servers.isLive(s, generation: generation) {
            if h2servers[s].phase == .lingering {
                lingerOn(s)
                return
            }
            // What the client does not take of our answers bounds what it may ask.
            if !h2servers[s].conduit.mayHaveMore || h2servers[s].conduit.hasPendingOutput { break }
            if reads == Worker.readsPerTurn {
                queueStreams(ofClient: s)
                break
            }
            reads += 1
            switch h2servers[s].conduit.read(&io) {
            case .bytes(let view):
                io.keepPlain()
                understand(view, fromClient: s)
            case .wouldBlock: break
            case .end, .truncated, .failed:
                abandonStreams(s)
                return
            }
        }
        if h2servers.isLive(s, generation: generation) { armStreams(s) }
    }

    private mutating func queueStreams(ofClient s: UInt32) {
        if h2servers[s].isQueued { return }
        h2servers[s].isQueued = true
        unfinished.append(Token(kind: TokenKind.h2server, index: s, generation: h2servers.generation(of: s)).rawValue)
    }

    /// Understands what was read, and does what it says.
    private mutating func understand(_ input: ByteView, fromClient s: UInt32) {
        let generation = h2servers.generation(of: s)
        now = MonotonicClock.now()
        h2servers[s].session.receive(input, now: now.nanoseconds, into: &inbox)
        while let event = inbox.take() {
            if h2servers.isLive(s, generation: generation) { handle(event, input, fromClient: s) }
        }
        guard h2servers.isLive(s, generation: generation) else { return }
        noteHead(s)
        if h2servers[s].phase != .lingering, let offence = h2servers[s].session.misbehaviour { expel(s, for: offence) }
        if h2servers.isLive(s, generation: generation) { markDirty(server: s) }
    }

    /// Remembers since when a head is under way.
    private mutating func noteHead(_ s: UInt32) {
        if !h2servers[s].session.isInsideHead {
            h2servers[s].headBeganAt = .zero
        } else if h2servers[s].headBeganAt == .zero {
            h2servers[s].headBeganAt = now
        }
    }

    private mutating func handle(_ event: H2Event, _ input: ByteView, fromClient s: UInt32) {
        switch event {
        case .section(let stream, let section, let ends): take(section, endsStream: ends, on: stream, of: s)
        case .data(let stream, let range): take(input[range], on: stream, of: s)
        case .end(let stream): endContent(of: stream, of: s)
        case .sent(let stream): streamIsSent(stream, of: s)
        case .room(let stream):
            let x = h2servers[s].session.owner(of: stream)
            if x != .max { goOnWithAnswer(x) }
        case .closed(let stream, let code): streamIsClosed(stream, of: s, code: code)
        case .pong: if h2servers[s].phase == .announced { sayGoodbye(to: s) }
        case .settings, .goAway: break
        }
    }

    /// A request's head, or the trailers of its body.
    private mutating func take(_ section: H2Section, endsStream: Bool, on stream: UInt32, of s: UInt32) {
        if !h2servers[s].session.hasHead(stream) {
            h2servers[s].session.noteHead(stream)
            h2servers[s].requests += 1
            h2servers[s].running += 1
            if endsStream { h2servers[s].session.endContent(stream) }
            begin(section, endsStream: endsStream, on: stream, of: s)
            return
        }
        let x = h2servers[s].session.owner(of: stream)
        if x == .max { return }
        do throws(H2MessageError) {
            guard endsStream else { throw .trailersDoNotEndStream }
            let limits = plan.listeners[h2servers[s].facts.listener].limits
            try h2servers[s].session.keepTrailers(stream, section, of: inbox.sections, limits: limits)
        } catch {
            h2servers[s].session.charge(.refusal)
            fail(x, with: .malformedStream(error))
            return
        }
        endContent(of: stream, of: s)
    }

    private mutating func take(_ data: ByteView, on stream: UInt32, of s: UInt32) {
        let x = h2servers[s].session.owner(of: stream)
        guard x != .max else {
            h2servers[s].session.discard(stream, data.count)
            return
        }
        if exchanges[x].requestBodyEnded, !exchanges[x].tunnel.isWanted {
            h2servers[s].session.discard(stream, data.count)
            // Of a request that was refused before its end was known, it may well be the content.
            if exchanges[x].phase == .flushing { return }
            // Its head had announced that there would be none (RFC 9113, 8.1.1).
            h2servers[s].session.charge(.refusal)
            fail(x, with: .malformedStream(.contentBeyondLength))
            return
        }
        h2servers[s].session.arrive(stream, data)
        goOnWithContent(x, stream, s)
    }

    private mutating func endContent(of stream: UInt32, of s: UInt32) {
        let x = h2servers[s].session.owner(of: stream)
        h2servers[s].session.endContent(stream)
        if x != .max { goOnWithContent(x, stream, s) }
    }

    /// Moves what came towards the upstream, or keeps it until there is one.
    private mutating func goOnWithContent(_ x: UInt32, _ stream: UInt32, _ s: UInt32) {
        if takesContent(x) {
            pumpStream(x)
        } else {
            h2servers[s].session.park(stream)
        }
    }

    // MARK: Streams that end

    /// The answer's last frame is written: the exchange is over.
    private mutating func streamIsSent(_ stream: UInt32, of s: UInt32) {
        let x = h2servers[s].session.owner(of: stream)
        if x == .max { return }
        switch exchanges[x].phase {
        case .tunnelling: clientIsTold(x)
        case .answering:
            // The head was the whole answer; whatever its upstream still says adds nothing.
            writeDownAttempt(x, failure: nil)
            settleAttempt(x)
            dropUpstream(x)
            finish(x)
        default: finish(x)
        }
    }

    private mutating func streamIsClosed(_ stream: UInt32, of s: UInt32, code: UInt32) {
        let x = h2servers[s].session.owner(of: stream)
        if x != .max {
            if keepsClosedStream(x, code: code) { return }
            // The client gave up before its answer was complete.
            count(.streamsResetByClient)
            h2servers[s].session.charge(.reset)
            cancel(x)
        }
        h2servers[s].session.release(stream)
    }

    /// Our own RST_STREAM has left, or our GOAWAY: of those that we sent ourselves, the exchange is over already; the others
    /// are what libnghttp2 answers to frames that break the rules.
    private mutating func streamIsReset(_ stream: UInt32, of s: UInt32, code: UInt32) {
        let x = h2servers[s].session.owner(of: stream)
        if x != .max {
            if keepsClosedStream(x, code: code) { return }
            cutOff(x, for: .protocolBroken)
        }
        h2servers[s].session.release(stream)
    }

    // MARK: Writing

    /// Writes what the turn has brought together for one client, and handles what that comes to.
    mutating func writeStreams(toClient s: UInt32) {
        if h2servers[s].phase == .lingering { return }
        if case .failed = h2servers[s].flush(&framed, &pairs, &io) {
            abandonStreams(s)
            return
        }
        now = MonotonicClock.now()
        let generation = h2servers.generation(of: s)
        while h2servers.isLive(s, generation: generation), let event = h2servers[s].session.takeWritten() {
            if case .closed(let stream, let code) = event {
                streamIsReset(stream, of: s, code: code)
            } else {
                handle(event, .empty, fromClient: s)
            }
        }
        guard h2servers.isLive(s, generation: generation) else { return }
        if h2servers[s].phase != .ending, let offence = h2servers[s].session.misbehaviour {
            expel(s, for: offence)
            return
        }
        if isDone(s) { hangUpStreams(s) } else { armStreams(s) }
    }

    private mutating func isDone(_ s: UInt32) -> Bool {
        if h2servers[s].conduit.hasPendingOutput { return false }
        if h2servers[s].session.isFinished { return true }
        return h2servers[s].phase == .ending && h2servers[s].running == 0 && !h2servers[s].session.wantsToWrite
    }
}
