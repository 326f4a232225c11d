// In which form does a PROXY protocol header leave?

/// The versions of the PROXY protocol.
public enum ProxyVersion: UInt8, Hashable, Sendable, CaseIterable {
    /// A line of text.
    case v1 = 1
    /// A binary block.
    case v2 = 2
}
