// On which address do we accept?

import Bytes

/// An address to listen on: `127.0.0.1:8080`, `[::1]:8080`, `:443` or `unix:/run/headgate.sock`.
public enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    case ip(IPAddress, port: UInt16)
    /// Every address of the machine, both IPv4 and IPv6 (`:443`, also written `*:443`).
    case any(port: UInt16)
    /// The path of a Unix domain socket.
    case unix(String)

    public var port: UInt16? {
        switch self {
        case .ip(_, let port), .any(let port): port
        case .unix: nil
        }
    }

    /// Whether only this machine can reach it.
    public var isLocal: Bool {
        switch self {
        case .ip(let address, _): address.isLoopback
        case .any: false
        case .unix: true
        }
    }

    public var description: String {
        switch self {
        case .ip(let address, let port): address.isIPv4 ? "\(address):\(port)" : "[\(address)]:\(port)"
        case .any(let port): ":\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
