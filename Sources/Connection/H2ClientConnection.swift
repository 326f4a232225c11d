// How does a connection to an HTTP/2 upstream stand?

import Bytes
import HTTP
import Time
import Wire

/// One upstream HTTP/2 connection, shared by many exchanges, each on a stream of its own.
public struct H2ClientConnection: ~Copyable {
    public var conduit: Conduit
    public var session: H2Session
    public var timer: TimerID
    public let cluster: Int
    public let endpoint: Int
    /// Streams begun on this connection.
    public var uses: UInt32 = 0
    /// Exchanges that run on this connection.
    public var running = 0
    /// Whether the upstream takes no more streams, or should get none.
    public var isRetiring = false
    /// Whether the upstream has said what it allows.
    public var hasSettings = false
    /// The owner's notes of who waits for that.
    public var awaitingSettings: ContiguousArray<UInt64> = []
    /// Whether a ping waits for its answer.
    public var awaitsPong = false
    /// The owner's marks: this connection waits for its next turn of reading, or has something to write.
    public var isQueued = false
    public var isDirty = false
    /// The most streams that we open, whatever the upstream allows.
    private let streamLimit: Int

    public init(
        conduit: consuming Conduit,
        session: consuming H2Session,
        cluster: Int,
        endpoint: Int,
        streamLimit: Int,
        timer: TimerID
    ) {
        self.conduit = conduit
        self.session = session
        self.cluster = cluster
        self.endpoint = endpoint
        self.streamLimit = streamLimit
        self.timer = timer
    }

    /// Whether another exchange may begin here (RFC 9113, 5.1.2).
    ///
    /// Until the upstream has said how many it allows there is room for one: those beyond its bound would wait unsent.
    public var hasRoom: Bool {
        !isRetiring && running < (hasSettings ? min(streamLimit, session.peerStreams) : 1)
    }

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
