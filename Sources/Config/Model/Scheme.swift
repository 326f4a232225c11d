// With or without TLS?

/// How an upstream is spoken to.
public enum Scheme: String, Sendable, Hashable, CustomStringConvertible {
    case http, https

    public var defaultPort: UInt16 { self == .http ? 80 : 443 }
    public var description: String { rawValue }
}
