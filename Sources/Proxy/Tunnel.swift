// How far has an exchange come that leaves HTTP behind?

import HTTP
import Time
import Wire

/// The state of a tunnel, or of the wish for one: WebSocket over HTTP/1.1 (RFC 6455) or on a stream (RFC 8441).
///
/// Both directions end on their own: what one side says last reaches the other, and so does that it was the last.
struct Tunnel {
    /// Whether the request asks for a tunnel that its route allows.
    var isWanted = false
    /// The nonce of a handshake that the gateway makes in the name of a client that has none, on a stream.
    var key: WebSocketKey?
    /// Whether it waits for an HTTP/2 upstream to say whether it serves extended CONNECT.
    var awaitsSettings = false
    /// When the upstream agreed; zero while it has not.
    var beganAt = Instant.zero

    /// The client has said everything.
    var clientHasEnded = false
    /// The upstream has said everything.
    var upstreamHasEnded = false
    /// The client was told that the upstream has; on a stream, when its last frame is written.
    var clientIsTold = false
    /// The upstream was told that the client has.
    var upstreamIsTold = false
    /// The client's stream is over for its session, while bytes that it brought still wait for the upstream.
    var keepsClosedStream = false
    /// Likewise the upstream's stream.
    var keepsClosedUpstream = false

    /// What has passed of the client's frames, and of the upstream's.
    var fromClient = WebSocketFrames(from: .client)
    var fromUpstream = WebSocketFrames(from: .server)
    /// The gateway itself ends it and has said so: what still comes is thrown away, until both sides have ended.
    var isLeaving = false

    /// When it counts as silent; that of an answer on a stream as well.
    var idleAt = Instant.distantFuture
    /// When a client that takes nothing on its stream counts as stuck, also while it has an answer there.
    var stuckAt = Instant.distantFuture
    /// What ended it, or began to.
    var end: TunnelEnd?

    var hasBegun: Bool { beganAt != .zero }
    /// When the request had its answer, which is when the tunnel began; nil when there is none.
    var agreement: Instant? { hasBegun ? beganAt : nil }

    /// Whether the sides are ending it themselves: then a Close of ours would only be a second one.
    var isClosing: Bool { fromClient.hasClosed || fromUpstream.hasClosed }
    /// Whether a Close may follow what the client was told, or the upstream.
    var fitsCloseToClient: Bool { !isClosing && !upstreamHasEnded && fromUpstream.isBetweenFrames }
    var fitsCloseToUpstream: Bool { !isClosing && !clientHasEnded && fromClient.isBetweenFrames }
}
