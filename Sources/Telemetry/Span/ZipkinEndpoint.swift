// Who took part in a span.

import Bytes

/// A node of the network in Zipkin's model: the name is lower case, an address of v4 in v6's clothes is v4.
public struct ZipkinEndpoint: Hashable, Sendable {
    /// Lower case, not empty.
    public let serviceName: String?
    public let address: IPAddress?
    /// 1...65535; 0 for none.
    public let port: UInt16

    public init(serviceName: String? = nil, address: IPAddress? = nil, port: UInt16 = 0) {
        self.serviceName = serviceName.flatMap { $0.isEmpty ? nil : $0.lowercased() }
        self.address = address
        self.port = port
    }

    /// Nothing is known; such an endpoint is not written.
    public var isEmpty: Bool { serviceName == nil && address == nil && port == 0 }
}
