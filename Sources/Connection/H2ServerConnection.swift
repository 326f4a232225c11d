// How does an HTTP/2 client's connection stand?

import Bytes
import HTTP
import Time
import Wire

/// One downstream HTTP/2 connection: a conduit, a session, and what bounds them in time.
///
/// Streams live in the session; each carries an exchange of its owner. The owner drives it: what is read becomes events
/// in the worker's inbox, and what is to be written waits in the session until `flush` gathers it, once a turn.
public struct H2ServerConnection: ~Copyable {
    /// Where the connection stands between its preface and its close.
    public enum Phase: UInt8, Sendable {
        case open
        /// We said that the connection ends; a ping on its way tells when no stream can still be coming.
        case announced
        /// The last GOAWAY is out; what runs is finished, nothing new is taken.
        case ending
        /// Our side is shut; what still arrives is thrown away for a while (RFC 9112, 9.6 holds here as well).
        case lingering
    }

    public var conduit: Conduit
    public var session: H2Session
    public var timer: TimerID
    public var facts: ClientFacts
    public var phase: Phase = .open
    /// Exchanges that run on this connection.
    public var running = 0
    /// Requests so far.
    public var requests: UInt32 = 0
    /// When a head began to arrive that is not complete; zero when none did.
    public var headBeganAt: Instant = .zero
    /// Input bytes thrown away while lingering.
    public var discardedBytes = 0
    /// When lingering ends, however much is still sent.
    public var lingersUntil: Instant = .distantFuture
    /// When the connection may have been idle too long.
    public var idleUntil: Instant
    /// Output that the client had not taken when it last was given time for it.
    public var outputMark = 0
    /// When the client must have taken some of what waits for it.
    public var writeUntil: Instant = .distantFuture
    /// The owner's marks: this connection waits for its next turn of reading, or has something to write.
    public var isQueued = false
    public var isDirty = false

    public init(
        conduit: consuming Conduit,
        facts: ClientFacts,
        session: consuming H2Session,
        timer: TimerID,
        idleUntil: Instant
    ) {
        self.conduit = conduit
        self.facts = facts
        self.session = session
        self.timer = timer
        self.idleUntil = idleUntil
    }

    /// Whether the client has so many bytes of a stream not taken, or of anything.
    public func isBehind(on stream: UInt32, by bytes: Int) -> Bool {
        conduit.hasPendingOutput || session.pendingOutput(of: stream) >= bytes
    }

    /// Writes what the session has to say, `framed` being the worker's buffer for it; stops when the client takes no more.
    public mutating func flush(
        _ framed: inout ByteBuffer,
        _ pairs: inout H2Pairs,
        _ io: inout IOScratch
    ) -> WriteStep {
        H2Flush.flush(&session, to: &conduit, &framed, &pairs, &io)
    }

    /// Writes further content of a stream at once, copying only what flow control refuses.
    public mutating func write(
        _ data: ByteView,
        on stream: UInt32,
        _ framed: inout ByteBuffer,
        _ pairs: inout H2Pairs,
        _ io: inout IOScratch
    ) -> WriteStep {
        session.write(stream, data, into: &framed, pairs: &pairs)
        return H2Flush.flush(&session, to: &conduit, &framed, &pairs, &io)
    }
}
