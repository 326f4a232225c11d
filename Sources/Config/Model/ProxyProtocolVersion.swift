// In which form is a server told the client's address?

/// The value of a cluster's `proxy-protocol`: the text or the binary form of the PROXY header.
public enum ProxyProtocolVersion: String, Sendable, Hashable, CaseIterable {
    case v1, v2
}
