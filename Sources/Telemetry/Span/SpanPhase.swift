// Which moments of a span are noted.

/// A moment in the life of an exchange; an annotation of its span.
public enum SpanPhase: UInt8, CaseIterable, Hashable, Sendable {
    /// The connection was accepted (its first request only).
    case accepted
    /// The TLS handshake was finished (the connection's first request only).
    case tlsHandshake
    /// The last byte of the request head arrived.
    case headRead
    /// The route was found.
    case routed
    /// The name of the route stands for addresses.
    case bound
    /// The attempt began to wait for a connection.
    case queued
    /// A new connection was asked for.
    case connecting
    /// The new connection stands, TLS included.
    case connected
    /// An idle connection was taken.
    case reused
    /// The last byte of the request was written.
    case requestSent
    /// The first byte of the response arrived.
    case firstByte
    /// The last byte of the response was passed on.
    case lastByte
    /// The attempt is given up and another is made.
    case retried
    /// The client went away.
    case clientAborted
    /// The connection became something else than HTTP.
    case upgraded

    /// The text of the annotation.
    public var name: StaticString {
        switch self {
        case .accepted: "accept"
        case .tlsHandshake: "tls.handshake"
        case .headRead: "head.read"
        case .routed: "route"
        case .bound: "bind"
        case .queued: "queue"
        case .connecting: "connect"
        case .connected: "connected"
        case .reused: "reuse"
        case .requestSent: "request.sent"
        case .firstByte: "first.byte"
        case .lastByte: "last.byte"
        case .retried: "retry"
        case .clientAborted: "client.abort"
        case .upgraded: "upgrade"
        }
    }
}
