// Where does a socket live: text such as `127.0.0.1:80`, `[::1]:80`, `:80` or `unix:/run/app.sock`?

import Bytes

/// An address to listen on or to connect to.
public enum SocketAddress: Hashable, Sendable {
    case ip(IPAddress, port: UInt16)
    /// The path of a unix-domain socket, at most 107 bytes.
    case unix(String)

    /// Reads `127.0.0.1:80`, `[::1]:80`, `unix:/path`, or `:80`, which is every address of this machine, IPv4 and IPv6.
    ///
    /// The port is decimal without leading zeros; 0 lets the kernel choose one.
    public init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = text.dropFirst(5)
            guard !path.isEmpty, path.utf8.count <= 107, !path.utf8.contains(0) else { return nil }
            self = .unix(String(path))
            return
        }
        guard let address = text.withByteView({ SocketAddress(ip: $0) }) else { return nil }
        self = address
    }

    private init?(ip text: ByteView) {
        var colon = text.count - 1
        while colon >= 0, text[colon] != 0x3A { colon -= 1 }
        guard colon >= 0, let port = Self.port(text.dropFirst(colon + 1)) else { return nil }
        let host = text.prefix(colon)
        if host.isEmpty {
            self = .ip(Self.anyHost, port: port)
        } else if host.first == 0x5B, host.last == 0x5D, host.count > 2 {
            let inner = host.slice(from: 1, count: host.count - 2)
            guard inner.firstIndex(of: 0x3A) != nil, let ip = IPAddress(inner) else { return nil }
            self = .ip(ip, port: port)
        } else {
            // An IPv6 address without brackets would be ambiguous, so a further colon is refused.
            guard host.firstIndex(of: 0x3A) == nil, let ip = IPAddress(host) else { return nil }
            self = .ip(ip, port: port)
        }
    }

    /// `::`, which on Linux takes IPv4 as well unless told otherwise.
    public static var anyHost: IPAddress { IPAddress(high: 0, low: 0) }

    private static func port(_ text: ByteView) -> UInt16? {
        guard !text.isEmpty, text.count == 1 || text[0] != 0x30, let value = Digits.decimal(text) else { return nil }
        return UInt16(exactly: value)
    }

    /// The port, or nil for a unix socket.
    public var port: UInt16? {
        if case .ip(_, let port) = self { return port }
        return nil
    }

    /// The IP address, or nil for a unix socket.
    public var ip: IPAddress? {
        if case .ip(let address, _) = self { return address }
        return nil
    }
}

extension SocketAddress: CustomStringConvertible {
    /// The text that `init(_:)` reads back: `127.0.0.1:80`, `[::1]:80`, `unix:/path`.
    public var description: String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .ip(let address, let port): address.isIPv4 ? "\(address):\(port)" : "[\(address)]:\(port)"
        }
    }
}
