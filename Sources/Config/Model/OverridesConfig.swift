// Who may steer the gateway with headers, and how far?

import Bytes

/// The `overrides` block. Without it nobody is trusted: every context restarts, every override header is removed.
public struct OverridesConfig: Sendable {
    /// Clients whose headers are believed: overrides, contexts and forwarded addresses.
    public var trusted: [AddressRange]
    /// Clients with a verified certificate whose headers are believed: an identity, or the beginning of one and `*`.
    /// A certificate's identity is its first URI name, else its first DNS name, else its common name.
    public var trustedIdentities: [String]
    /// Whether trusted clients may force or hide a trace (`l5d-sample`, debug, an explicit decision).
    public var allowSample: Bool
    /// Whether a trusted client's trace context is continued.
    public var allowParent: Bool
    /// Whether trusted clients may reroute one request by `l5d-dtab`.
    public var allowDtab: Bool

    public init(
        trusted: [AddressRange] = [],
        trustedIdentities: [String] = [],
        allowSample: Bool = true,
        allowParent: Bool = true,
        allowDtab: Bool = false
    ) {
        self.trusted = trusted
        self.trustedIdentities = trustedIdentities
        self.allowSample = allowSample
        self.allowParent = allowParent
        self.allowDtab = allowDtab
    }
}
