// Which HTTP is spoken?

/// A protocol of a listener. HTTP/2 joins with the next release.
public enum HTTPProtocol: String, Sendable, Hashable {
    case http11 = "http/1.1"
}
