// How much may a server answer the gateway's own client?

import HTTP

/// The bounds of a `Client`.
public struct ClientLimits: Sendable, Equatable {
    public var h1 = H1Limits(headBytes: 32 * 1024, fields: 100, targetBytes: 8 * 1024)
    /// The largest response body, framing not counted.
    public var bodyBytes: UInt64 = 16 * 1024 * 1024
    /// The most quiet connections that are kept, one for each server.
    public var keptConnections = 8
    /// How long a quiet connection is kept.
    public var keepTime: Duration = .seconds(30)

    public init() {}
}
