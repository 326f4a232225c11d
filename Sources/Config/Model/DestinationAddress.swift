// At which address does a server of ours listen?

import Bytes

/// One address: `127.0.0.1:8081`, `hello:8080`, `https://10.0.0.5:443`, `h2c://10.0.0.6:50051`, `unix:/run/app.sock`.
public struct DestinationAddress: Hashable, Sendable, CustomStringConvertible {
    public enum Endpoint: Hashable, Sendable {
        case ip(IPAddress, port: UInt16)
        /// A DNS name in lower case, resolved when the plan is made.
        case name(String, port: UInt16)
        case unix(String)
    }

    public var scheme: Scheme
    public var endpoint: Endpoint
    public var place: SourcePlace

    public init(
        scheme: Scheme = .http,
        endpoint: Endpoint,
        place: SourcePlace = SourcePlace(file: "", line: 1, column: 1)
    ) {
        self.scheme = scheme
        self.endpoint = endpoint
        self.place = place
    }

    /// The name to verify and to send as SNI when nothing else is configured; nil for Unix sockets.
    public var serverName: String? {
        switch endpoint {
        case .ip(let address, _): address.description
        case .name(let name, _): name
        case .unix: nil
        }
    }

    /// The canonical text, `127.0.0.1:8081` or `https://app.internal:443`, under which `cluster` blocks match it.
    public var description: String {
        let prefix = scheme == .http ? "" : "\(scheme)://"
        switch endpoint {
        case .ip(let address, let port):
            return prefix + (address.isIPv4 ? "\(address):\(port)" : "[\(address)]:\(port)")
        case .name(let name, let port): return "\(prefix)\(name):\(port)"
        case .unix(let path): return "\(prefix)unix:\(path)"
        }
    }

    public static func == (a: DestinationAddress, b: DestinationAddress) -> Bool {
        a.scheme == b.scheme && a.endpoint == b.endpoint
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(scheme)
        hasher.combine(endpoint)
    }
}
