// What does the gateway know of a client for as long as its connection lives?

import HTTP
import Time
import Wire

/// Where a connection came from and what was decided about its client once; the same for all of its requests.
public struct ClientFacts: Sendable {
    public let listener: Int
    /// The client: the peer of the socket, or whom a proxy's header named.
    public var peer: SocketAddress
    /// The owner's note of what this client may do; not interpreted here.
    public var clearance: UInt8
    /// The address that the client had connected to at its proxy, if the proxy told it.
    public var proxiedDestination: ProxyEndpoint?
    public let acceptedAt: Instant
    public var handshakeEndedAt: Instant
    /// The number of the certificate that was shown, told by the owner when the handshake is done.
    public var certificate = 0
    /// Whether the client's certificate was verified and names it; who it is, its conduit tells.
    public var hasIdentity = false
    /// Whether the connection was opened with TLS.
    public let isSecure: Bool

    public init(listener: Int, peer: SocketAddress, clearance: UInt8, isSecure: Bool, now: Instant) {
        self.listener = listener
        self.peer = peer
        self.clearance = clearance
        self.isSecure = isSecure
        acceptedAt = now
        handshakeEndedAt = now
    }
}
