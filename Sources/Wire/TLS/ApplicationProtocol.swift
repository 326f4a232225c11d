// Which protocol do both ends speak inside of TLS?

/// A protocol that ALPN (RFC 7301) can choose.
public enum ApplicationProtocol: UInt8, Sendable, CaseIterable {
    case http11
    case h2

    /// The registered name: `http/1.1` or `h2`.
    public var name: StaticString {
        switch self {
        case .http11: "http/1.1"
        case .h2: "h2"
        }
    }

    /// The wire form of a list: a length byte before each name.
    static func wireForm(_ protocols: [ApplicationProtocol]) -> [UInt8] {
        protocols.flatMap { one in
            let bytes = Array(one.name.description.utf8)
            return [UInt8(bytes.count)] + bytes
        }
    }
}
