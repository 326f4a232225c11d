// At which end of a connection that somebody else accepted does a peer sit?

import Bytes

/// An IP address and a port, as a PROXY protocol header names them.
public struct ProxyEndpoint: Hashable, Sendable {
    public let address: IPAddress
    public let port: UInt16

    public init(_ address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }
}
