// What does an HTTP/1.1 upstream answer, and is its connection good for another request?

import Bytes
import HTTP
import Time
import Wire

/// One upstream HTTP/1.1 connection: connecting, idle in its pool, or busy with one exchange.
///
/// The owner drives it as it drives `H1ServerConnection`: methods return what happened and never call back.
public struct H1ClientConnection: ~Copyable {
    public enum Phase: UInt8, Sendable {
        case connecting
        case handshake
        case idle
        case busy
    }

    /// What looking for a response head came to.
    public enum HeadStep {
        case head(ByteView)
        case wait
        /// The upstream is gone; `afterBytes` when it had begun to answer.
        case end(afterBytes: Bool)
        case malformed(H1Error)
        case failed(afterBytes: Bool)
    }

    public enum BodyStep {
        case data(ByteView)
        case end
        case wait
        case malformed(H1Error)
        /// The upstream left before its body was complete: nothing that follows may look whole.
        case cut
    }

    public var conduit: Conduit
    public var timer: TimerID
    public var phase: Phase = .connecting
    /// The exchange that is served, or that waits for this connection to be established; `.max` when none.
    public var exchange: UInt32 = .max
    public let cluster: Int
    public let endpoint: Int
    /// Exchanges begun on this connection, the running one included.
    public private(set) var uses: UInt32 = 0
    /// Whether any byte of the current answer has arrived.
    public private(set) var hasAnswered = false
    /// Interim answers (1xx) to the current request so far.
    public private(set) var interims = 0
    /// The owner's mark that this connection waits for its next turn.
    public var isQueued = false
    public var keepsAlive = true

    private var inbound = Inbound()
    private var scan: H1HeadScan
    private var reader: BodyReader
    private var writer = BodyWriter(.none)
    private let limits: H1Limits

    public init(conduit: consuming Conduit, cluster: Int, endpoint: Int, limits: H1Limits, timer: TimerID) {
        self.conduit = conduit
        self.cluster = cluster
        self.endpoint = endpoint
        self.limits = limits
        self.timer = timer
        reader = BodyReader(framing: .none, limits: limits)
        scan = H1HeadScan(.response, limits: limits)
    }

    /// Whether the connection served another exchange before the current one, and so may have died unnoticed.
    public var isReused: Bool { uses > 1 }

    /// Gives a fresh connection up to another protocol.
    public consuming func handOver() -> Conduit { conduit }

    // MARK: The request

    /// Takes up an exchange whose body leaves in `framing`.
    public mutating func begin(exchange: UInt32, framing: BodyFraming) {
        self.exchange = exchange
        phase = .busy
        uses += 1
        hasAnswered = false
        interims = 0
        keepsAlive = true
        writer = BodyWriter(framing)
        scan = H1HeadScan(.response, limits: limits)
    }

    /// Content bytes written for the current request.
    public var requestBytes: UInt64 { writer.written }

    public mutating func stageBody(_ data: ByteView, into staged: inout ByteBuffer) {
        writer.frame(data, into: &staged)
    }

    public mutating func stageEnd(trailers: ByteView, into staged: inout ByteBuffer) {
        writer.finish(trailers: trailers, into: &staged)
    }

    public mutating func writeBody(_ data: ByteView, after staged: inout ByteBuffer, _ io: inout IOScratch) -> WriteStep
    {
        writer.write(data, after: &staged, to: &conduit, &io)
    }

    // MARK: A tunnel

    /// Takes the head that ends HTTP here off the input. The connection never serves another exchange.
    public mutating func beginTunnel(headLength: Int) {
        inbound.consume(headLength)
        keepsAlive = false
        writer = BodyWriter(.untilClose)
    }

    /// Looks for bytes of the upstream, those behind its head at first. What it gets leaves by `writeBody`.
    public mutating func nextBytes(_ io: inout IOScratch) -> TunnelStep { inbound.takeAll(from: &conduit, &io) }

    // MARK: The response

    public var mayHaveInput: Bool { !inbound.isEmpty || conduit.mayHaveMore }

    /// Whether input is kept outside of the worker's scratch.
    var holdsMemory: Bool { inbound.ownsMemory }

    /// Looks for the next response head: an interim one (1xx) or the final one.
    public mutating func nextHead(_ io: inout IOScratch) -> HeadStep {
        inbound.resume()
        while true {
            if !inbound.window.isEmpty {
                hasAnswered = true
                switch scan.scan(inbound.window) {
                case .complete(let length): return .head(inbound.window.prefix(length))
                case .failed(let error): return .malformed(error)
                case .incomplete: break
                }
            }
            guard conduit.mayHaveMore else { return .wait }
            switch inbound.refill(from: &conduit, &io) {
            case .bytes: continue
            case .wouldBlock: return .wait
            case .end, .truncated: return .end(afterBytes: hasAnswered)
            case .failed: return .failed(afterBytes: hasAnswered)
            }
        }
    }

    /// Takes an interim head off the input; another head follows.
    public mutating func settleInterim(length: Int) {
        inbound.consume(length)
        interims += 1
        scan = H1HeadScan(.response, limits: limits)
    }

    /// Takes the final head off the input and prepares for its body.
    public mutating func settleHead(length: Int, framing: BodyFraming, keepAlive: Bool) {
        inbound.consume(length)
        keepsAlive = keepAlive && framing != .untilClose
        reader.begin(framing: framing)
    }

    public mutating func nextBody(_ io: inout IOScratch) -> BodyStep {
        inbound.resume()
        while true {
            if !inbound.window.isEmpty || reader.isComplete {
                switch reader.next(inbound.window) {
                case .data(let data, let consumed):
                    inbound.consume(consumed)
                    return .data(data)
                case .end(let consumed):
                    inbound.consume(consumed)
                    return .end
                case .needMore(let consumed): inbound.consume(consumed)
                case .failed(let error): return .malformed(error)
                }
            }
            guard conduit.mayHaveMore else { return .wait }
            switch inbound.refill(from: &conduit, &io) {
            case .bytes: continue
            case .wouldBlock: return .wait
            case .end: return reader.inputEnded() == nil ? .end : .cut
            case .truncated, .failed: return .cut
            }
        }
    }

    /// Whether `nextBody` can say something now without reading: it must be asked before the turn ends.
    public var hasBufferedBody: Bool { !inbound.window.isEmpty || reader.isComplete }

    /// The validated trailer lines of a chunked response body that has ended.
    public var responseTrailers: ByteView { reader.trailers }

    public mutating func park() { inbound.park() }

    /// Ends the exchange.
    /// - Returns: whether the connection may serve another. Bytes beyond the answer, an unfinished request or an end
    ///   of its stream forbid it.
    public mutating func finishExchange() -> Bool {
        let reusable = keepsAlive && inbound.isEmpty && writer.isComplete && !conduit.hasPendingOutput
        exchange = .max
        phase = .idle
        inbound.forget()
        return reusable
    }
}
