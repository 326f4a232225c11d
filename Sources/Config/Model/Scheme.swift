// With or without TLS?

/// How an upstream is spoken to. Only destinations know `h2c`, HTTP/2 by prior knowledge without TLS.
public enum Scheme: String, Sendable, Hashable, CustomStringConvertible {
    case http, https, h2c

    public var defaultPort: UInt16 { self == .https ? 443 : 80 }
    public var description: String { rawValue }
}
