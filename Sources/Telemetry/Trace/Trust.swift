// Who may steer the gateway, and how far.

import Bytes

/// The `overrides` of a listener: trusted address ranges, and what the trusted may do. Nobody is trusted by default.
public struct Trust: Hashable, Sendable {
    /// What a trusted client may be allowed.
    public struct Allowance: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// To set the sampling of one request by `l5d-sample`.
        public static let sample = Allowance(rawValue: 1)
        /// To reroute one request by `l5d-dtab`.
        public static let dtab = Allowance(rawValue: 2)
        /// To continue its trace here: ids, decision, trace state, baggage.
        public static let parent = Allowance(rawValue: 4)

        public static var all: Allowance { Allowance(rawValue: 7) }

        /// The word of the configuration (`allow sample dtab parent`).
        public init?(name: String) {
            switch name {
            case "sample": self = .sample
            case "dtab": self = .dtab
            case "parent": self = .parent
            default: return nil
            }
        }
    }

    public let ranges: [AddressRange]
    public let allowed: Allowance
    /// Whether a client on a Unix socket, who has no address, is trusted.
    public let trustsLocalSockets: Bool

    public init(ranges: [AddressRange], allowed: Allowance = .all, trustsLocalSockets: Bool = false) {
        self.ranges = ranges
        self.allowed = allowed
        self.trustsLocalSockets = trustsLocalSockets
    }

    public static var nobody: Trust { Trust(ranges: [], allowed: []) }

    /// Whether a client at `address` is trusted. Asked once per connection, not per request; walks the ranges.
    public func covers(_ address: IPAddress) -> Bool {
        for range in ranges where range.contains(address) { return true }
        return false
    }

    /// What a client may do: the allowance when it is trusted, else nothing.
    public func allowance(of address: IPAddress?) -> Allowance {
        guard let address else { return trustsLocalSockets ? allowed : [] }
        return covers(address) ? allowed : []
    }
}
