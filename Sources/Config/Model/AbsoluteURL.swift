// Which scheme, host, port and path does a URL name?

/// An absolute `http` or `https` URL in its parts: `http://zipkin.obs:9411/api/v2/spans`. No user info, no fragment.
public struct AbsoluteURL: Hashable, Sendable, CustomStringConvertible {
    public let scheme: Scheme
    /// An IP address (without brackets) or a DNS name in lower case.
    public let host: String
    /// The port; the scheme's own (80, 443) when the text names none.
    public let port: UInt16
    /// The path with its query, beginning with `/`.
    public let path: String

    public init(scheme: Scheme, host: String, port: UInt16, path: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
    }

    /// `host:port`, with brackets around an IPv6 address.
    public var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    public var description: String { "\(scheme)://\(authority)\(path)" }
}
