// How much may a client of a cold house ask for, and how long may it take?

import HTTP

/// The bounds of a `LocalServer`.
public struct LocalLimits: Sendable, Equatable {
    /// Bounds of heads, chunk lines and trailers.
    public var h1 = H1Limits(headBytes: 16 * 1024, fields: 64, targetBytes: 8 * 1024)
    /// The largest request body, framing not counted.
    public var bodyBytes: UInt64 = 10 * 1024 * 1024
    /// The most connections at a time; one more is answered 503.
    public var connections = 256
    /// How long a connection may be silent between two requests.
    public var idleTime: Duration = .seconds(60)
    /// How long a request may take to arrive, from its first byte to its last; also a TLS handshake.
    public var requestTime: Duration = .seconds(10)
    /// How long an answer may take to leave.
    public var writeTime: Duration = .seconds(30)
    /// How long a closing connection is listened to, so that the last answer arrives.
    public var closeTime: Duration = .seconds(1)

    public init() {}
}
