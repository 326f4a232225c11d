// Which version a message was sent in.

/// The versions of HTTP that are spoken here. Any other is refused when it is read.
public enum HTTPVersion: UInt8, Sendable, Hashable {
    case http10, http11, http2

    /// The version as text: `HTTP/1.1`, `HTTP/2`.
    public var name: StaticString {
        switch self {
        case .http10: "HTTP/1.0"
        case .http11: "HTTP/1.1"
        case .http2: "HTTP/2"
        }
    }
}
