// Where does a URL of the configuration or the command line point?

import Bytes
import HTTP

/// An absolute `http` or `https` URL, taken apart: `https://zipkin.example:9411/api/v2/spans?x=1`.
///
/// User information is refused, and a fragment is dropped: neither is ever sent.
public struct ClientURL: Hashable, Sendable {
    public let isSecure: Bool
    /// A name or an address; IPv6 addresses keep their brackets.
    public let host: String
    public let port: UInt16
    /// Path and query, at least `/`.
    public let target: String
    /// What `Host` says: the port only when it is not the scheme's own.
    public let authority: String

    /// Nil when the text is no such URL, or holds a byte that may not stand in one.
    public init?(_ text: String) {
        guard let (isSecure, rest) = Self.scheme(text) else { return nil }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        guard let (host, port) = Self.authority(String(rest[..<end])) else { return nil }
        let tail = rest[end...].prefix { $0 != "#" }
        let target = tail.hasPrefix("/") ? String(tail) : "/" + tail
        guard target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let usual: UInt16 = isSecure ? 443 : 80
        self.isSecure = isSecure
        self.host = host
        self.port = port ?? usual
        self.target = target
        authority = self.port == usual ? host : "\(host):\(self.port)"
    }

    private static func scheme(_ text: String) -> (isSecure: Bool, rest: Substring)? {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
        let rest = text[colon...].dropFirst(3)
        switch text[..<colon].lowercased() {
        case "http": return (false, rest)
        case "https": return (true, rest)
        default: return nil
        }
    }

    private static func authority(_ text: String) -> (host: String, port: UInt16?)? {
        text.withByteView { view in
            guard let authority = try? Authority(view) else { return nil }
            return (String(authority.host), authority.port)
        }
    }
}

extension ClientURL: CustomStringConvertible {
    public var description: String { "\(isSecure ? "https" : "http")://\(authority)\(target)" }
}
