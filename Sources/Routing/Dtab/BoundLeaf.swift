// What is a name bound to in the end?

/// One thing that a name was bound to, and the rest of the name behind it.
public struct BoundLeaf: Hashable, Sendable {
    /// Where requests for this leaf go.
    public enum Target: Hashable, Sendable {
        /// One address. `host` is a DNS name or an IP address without brackets, `localhost` when only a port was given.
        case address(host: String, port: UInt16)
        /// No service at all: every request is answered with this status.
        case status(UInt16)
        /// Addresses that a namer watches under `id`.
        case watched
    }

    /// The bound name, which is also the key of its cluster: `/$/inet/127.0.0.1/8081`.
    public let id: DtabPath
    /// What of the name was not used up by binding.
    public let residual: DtabPath
    public let target: Target

    public init(id: DtabPath, residual: DtabPath = DtabPath(), target: Target) {
        self.id = id
        self.residual = residual
        self.target = target
    }

    /// The address's host; empty for other targets.
    public var host: String { if case .address(let host, _) = target { host } else { "" } }
    /// The address's port; 0 for other targets.
    public var port: UInt16 { if case .address(_, let port) = target { port } else { 0 } }
}

extension BoundLeaf: CustomStringConvertible {
    /// The id, as it would be written in a dtab.
    public var description: String { id.description }
}
