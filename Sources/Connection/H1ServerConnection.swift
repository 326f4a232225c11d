// What does an HTTP/1.1 client say next, and how is it answered?

import Bytes
import HTTP
import Time
import Wire

/// One downstream HTTP/1.1 connection: a conduit, what was read from it, and how far request and response have come.
///
/// It reads one request at a time. While an exchange runs at most one read goes beyond its request, so pipelined requests
/// wait in the kernel and are answered in order (RFC 9112, 9.3.2). The owner drives it: every method says what came
/// of it, none calls back.
public struct H1ServerConnection: ~Copyable {
    /// Where the connection stands between accept and close.
    public enum Phase: UInt8, Sendable {
        /// The header of a proxy is expected, in plain, before anything else.
        case preface
        /// TLS is being negotiated.
        case handshake
        /// A request head is expected or partly read.
        case head
        /// A head was read; its body is still coming.
        case body
        /// The request was read whole; its response is not finished.
        case answering
        /// HTTP is over: bytes go both ways as they come (RFC 9110, 7.8).
        case tunnelling
        /// Our last response is out, our side is shut; what still arrives is thrown away for a while, because closing
        /// with unread input would reset the connection and could destroy the response on its way (RFC 9112, 9.6).
        case lingering
    }

    /// What looking for a request head came to.
    public enum HeadStep {
        /// One complete head; `settleHead` must follow before anything else is read.
        case head(ByteView)
        case wait
        /// The client is gone; `duringHead` when it left in the middle of one.
        case end(duringHead: Bool)
        case malformed(H1Error)
        case failed
    }

    /// What looking for HTTP/2's preface came to.
    public enum PrefaceStep {
        case http2
        case other
        case wait
    }

    /// What looking for a piece of body came to.
    public enum BodyStep {
        case data(ByteView)
        case end
        case wait
        case malformed(H1Error)
        /// The client left before its body was complete.
        case cut
    }

    public var conduit: Conduit
    public var timer: TimerID
    public var phase: Phase
    /// The exchange that runs on this connection, or `.max`.
    public var exchange: UInt32 = .max
    public var facts: ClientFacts
    /// When the first byte of the current head arrived.
    public private(set) var headBeganAt: Instant = .zero
    public private(set) var requests: UInt32 = 0
    /// Bytes of request content read since `rateWindowEndsAt` was set.
    public var bodyBytesInWindow: UInt64 = 0
    /// When the rate of the request content is judged next.
    public var rateWindowEndsAt: Instant = .distantFuture
    /// Whether the connection may carry another request after the current exchange.
    public var keepsAlive = true
    /// Whether the client has finished sending for good (half-closed), by a FIN or by TLS's close_notify; what it has sent
    /// may not have been read yet.
    public private(set) var inputEnded = false
    /// When a client that has finished sending counts as gone.
    public var goneAt: Instant = .distantFuture
    /// The owner's mark, set by reading: some of the request's body, or its end, was read since it was cleared.
    public var bodyHasMoved = false
    /// The owner's mark, set with each request that has content: the upstream may not have taken all of it.
    public var hasContentUnderWay = false
    /// Input bytes thrown away while lingering.
    public var discardedBytes = 0
    /// When lingering ends, however much is still sent.
    public var lingersUntil: Instant = .distantFuture
    /// Bytes of output that the client had not taken when the owner last gave it time for them.
    public var outputMark = 0
    /// The owner's mark that this connection waits for its next turn.
    public var isQueued = false

    private var inbound = Inbound()
    private var scan: H1HeadScan
    private var reader: BodyReader
    private var writer = BodyWriter(.none)
    private let limits: H1Limits

    public init(
        conduit: consuming Conduit,
        facts: ClientFacts,
        limits: H1Limits,
        timer: TimerID
    ) {
        phase = conduit.isTLS ? .handshake : .head
        self.conduit = conduit
        self.facts = facts
        self.limits = limits
        self.timer = timer
        scan = H1HeadScan(.request, limits: limits)
        reader = BodyReader(framing: .none, limits: limits)
    }

    /// The preface is over: the handshake begins, or the first head.
    public mutating func endPreface(now: Instant) {
        phase = conduit.isTLS ? .handshake : .head
        facts.handshakeEndedAt = now
    }

    // MARK: Reading

    /// Whether bytes of a head have arrived and the head is not complete.
    public var isInsideHead: Bool { phase == .head && !inbound.isEmpty }

    /// Whether it is worth looking for more input before the next readiness event.
    public var mayHaveInput: Bool { !inbound.isEmpty || conduit.mayHaveMore }

    /// Whether a request was read whose answer is not complete.
    public var isServing: Bool { phase == .body || phase == .answering }

    /// The client's FIN has come: behind what the kernel holds there is nothing.
    public mutating func noteEndOfInput() { inputEnded = true }

    /// TLS's close_notify may come in one read with what was sent before it.
    private mutating func noteReadEnd() {
        if conduit.hasReadEnd { inputEnded = true }
    }

    /// Whether input is kept outside of the worker's scratch.
    var holdsMemory: Bool { inbound.ownsMemory }

    /// Looks for the next request head, reading at most until the conduit is dry.
    public mutating func nextHead(_ io: inout IOScratch, now: Instant) -> HeadStep {
        inbound.resume()
        while true {
            if !inbound.window.isEmpty {
                if headBeganAt == .zero { headBeganAt = now }
                switch scan.scan(inbound.window) {
                case .complete(let length): return .head(inbound.window.prefix(length))
                case .failed(let error): return .malformed(error)
                case .incomplete: break
                }
            }
            guard conduit.mayHaveMore else { return .wait }
            switch inbound.refill(from: &conduit, &io) {
            case .bytes: noteReadEnd()
            case .wouldBlock: return .wait
            case .end, .truncated: return .end(duringHead: !inbound.isEmpty)
            case .failed: return .failed
            }
        }
    }

    /// Whether the client speaks HTTP/2 without having asked (RFC 9113, 3.3), which its first bytes tell.
    public mutating func lookForPreface(_ io: inout IOScratch) -> PrefaceStep {
        inbound.resume()
        while true {
            let preface = ByteView("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            let seen = inbound.window.prefix(preface.count)
            if seen != preface.prefix(seen.count) { return .other }
            if seen.count == preface.count { return .http2 }
            guard conduit.mayHaveMore else { return .wait }
            switch inbound.refill(from: &conduit, &io) {
            case .bytes: continue
            case .wouldBlock: return .wait
            case .end, .truncated, .failed: return .other
            }
        }
    }

    /// Gives the connection up to another protocol, with what was read and not understood.
    public consuming func handOver() -> HandedOver {
        inbound.park()
        return HandedOver(conduit: conduit, facts: facts, unread: inbound.surrender())
    }

    /// Takes the head of `length` bytes off the input and prepares for the body it announced.
    public mutating func settleHead(length: Int, framing: BodyFraming, bodyLimit: UInt64, keepAlive: Bool) {
        inbound.consume(length)
        scan = H1HeadScan(.request, limits: limits)
        headBeganAt = .zero
        requests += 1
        keepsAlive = keepAlive
        reader.begin(framing: framing, bodyLimit: bodyLimit)
        hasContentUnderWay = framing.mayHaveBytes
        phase = hasContentUnderWay ? .body : .answering
        bodyBytesInWindow = 0
    }

    /// Looks for the next piece of the request body. A piece is valid until the next call.
    public mutating func nextBody(_ io: inout IOScratch) -> BodyStep {
        inbound.resume()
        while true {
            if !inbound.window.isEmpty || reader.isComplete {
                switch reader.next(inbound.window) {
                case .data(let data, let consumed):
                    inbound.consume(consumed)
                    bodyBytesInWindow += UInt64(data.count)
                    bodyHasMoved = true
                    return .data(data)
                case .end(let consumed):
                    inbound.consume(consumed)
                    phase = .answering
                    bodyHasMoved = true
                    return .end
                case .needMore(let consumed): inbound.consume(consumed)
                case .failed(let error): return .malformed(error)
                }
            }
            guard conduit.mayHaveMore else { return .wait }
            switch inbound.refill(from: &conduit, &io) {
            case .bytes: noteReadEnd()
            case .wouldBlock: return .wait
            case .end, .truncated, .failed:
                inputEnded = true
                return .cut
            }
        }
    }

    /// Looks whether the client has ended TLS while its request, which was read whole, is being answered.
    ///
    /// Only a read can tell, and it may bring the next request, which is kept for its turn. As long as something is kept
    /// nothing more is read: what a client pipelines is bounded by one read.
    /// - Returns: whether the client is still there.
    public mutating func lookForEnd(_ io: inout IOScratch) -> Bool {
        guard conduit.isTLS, !inputEnded, inbound.isEmpty, conduit.mayHaveMore else { return true }
        switch inbound.refill(from: &conduit, &io) {
        case .bytes:
            noteReadEnd()
            return !inputEnded
        case .wouldBlock: return true
        case .end, .truncated, .failed: return false
        }
    }

    /// The validated trailer lines of a chunked request body that has ended.
    public var requestTrailers: ByteView { reader.trailers }

    /// Ends a turn of reading: what is unread leaves the worker's scratch.
    public mutating func park() { inbound.park() }

    /// Reads and drops what arrives on a lingering connection, but not much more than `limit` bytes: after these the
    /// client is left to wait, since closing on it would take the end of our answer away.
    /// - Returns: whether the client may still be sending.
    public mutating func discardInput(_ io: inout IOScratch, limit: Int) -> Bool {
        inbound.forget()
        while conduit.mayHaveMore, discardedBytes < limit {
            switch conduit.read(&io) {
            case .bytes(let view): discardedBytes += view.count
            case .wouldBlock: return true
            case .end, .truncated, .failed: return false
            }
        }
        return true
    }

    // MARK: Writing

    /// Sets how the response body leaves; the head that announces it is written by the caller.
    public mutating func beginResponse(_ framing: BodyFraming) { writer = BodyWriter(framing) }

    /// Whether everything that the response head promised was written.
    public var responseIsComplete: Bool { writer.isComplete }

    /// Content bytes written for the current response.
    public var responseBytes: UInt64 { writer.written }

    /// Puts a small piece of body, framed, behind what is already staged.
    public mutating func stageBody(_ data: ByteView, into staged: inout ByteBuffer) {
        writer.frame(data, into: &staged)
    }

    /// Puts the end of the body behind what is already staged.
    public mutating func stageEnd(trailers: ByteView, into staged: inout ByteBuffer) {
        writer.finish(trailers: trailers, into: &staged)
    }

    /// Writes what is staged and then `data` as a piece of body, without copying `data`. Empties `staged`.
    public mutating func writeBody(_ data: ByteView, after staged: inout ByteBuffer, _ io: inout IOScratch) -> WriteStep
    {
        writer.write(data, after: &staged, to: &conduit, &io)
    }

    /// Writes what is staged. Empties `staged`.
    public mutating func write(_ staged: inout ByteBuffer, _ io: inout IOScratch) -> WriteStep {
        let step = conduit.write(staged.readable, .empty, .empty, &io)
        staged.clear()
        return step
    }

    // MARK: A tunnel

    /// Leaves HTTP behind; the head that says so is written by the caller. Another request never follows.
    public mutating func beginTunnel() {
        phase = .tunnelling
        keepsAlive = false
        writer = BodyWriter(.untilClose)
    }

    /// Looks for bytes of the client, those behind its head at first. They leave by `writeBody`.
    public mutating func nextBytes(_ io: inout IOScratch) -> TunnelStep { inbound.takeAll(from: &conduit, &io) }

    // MARK: The end

    /// Ends the exchange: the next head is read, or the connection is done.
    public mutating func finishExchange() {
        exchange = .max
        phase = .head
        writer = BodyWriter(.none)
    }
}
