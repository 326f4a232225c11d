// Which version a message was sent in.

/// The versions of HTTP/1 that are spoken here. Any other is refused when it is read.
public enum HTTPVersion: UInt8, Sendable, Hashable {
    case http10, http11

    /// The version on the wire: `HTTP/1.1`.
    public var name: StaticString { self == .http11 ? "HTTP/1.1" : "HTTP/1.0" }
}
