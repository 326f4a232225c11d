// Which host and port a request is for.

import Bytes

/// A checked `host` or `host:port` (RFC 3986, 3.2, without user information).
///
/// A host is a DNS-like name (letters, digits, `-`, `_`, labels that are not empty, one dot at the end allowed), an IPv4
/// address, or an IPv6 address in brackets. RFC 3986 would allow percent-encoding and punctuation in registered names;
/// no name that can be resolved or certified has them, so they are refused.
public struct Authority: Sendable {
    /// The host as sent, IPv6 addresses with their brackets.
    public let host: ByteView
    /// The port after the colon; nil when there is none.
    public let port: UInt16?

    /// The longest host in bytes: a DNS name has at most 253 characters, and two are left for dots.
    public static var longestHost: Int { 255 }

    /// Reads `text`; throws `emptyHost`, `invalidHost`, `invalidPort` or `userInfoInAuthority`.
    public init(_ text: ByteView) throws(H1Error) {
        guard text.count > 0 else { throw .emptyHost }
        let end = text[0] == 0x5B ? try Self.endOfBracketed(text) : try Self.endOfName(text)
        guard end <= Self.longestHost else { throw .invalidHost }
        host = text.prefix(end)
        port = end == text.count ? nil : try Self.port(text.dropFirst(end + 1), of: text)
    }

    /// Whether both mean the same host and port, where `defaultPort` stands for a missing one.
    public func isSame(as other: Authority, defaultPort: UInt16) -> Bool {
        (port ?? defaultPort) == (other.port ?? defaultPort) && host.equalsIgnoringCase(other.host)
    }

    /// The end of a name or IPv4 address: the index of the colon, or the end of the text.
    private static func endOfName(_ text: ByteView) throws(H1Error) -> Int {
        var labelStart = 0
        for i in 0..<text.count {
            let byte = text[i]
            if ASCII.isAlpha(byte) || ASCII.isDigit(byte) || byte == 0x2D || byte == 0x5F { continue }
            if byte == 0x3A {
                guard i > 0 else { throw text.firstIndex(of: 0x40) == nil ? .emptyHost : .userInfoInAuthority }
                return i
            }
            guard byte == 0x2E, i > labelStart else {
                throw text.firstIndex(of: 0x40) == nil ? .invalidHost : .userInfoInAuthority
            }
            labelStart = i + 1
        }
        return text.count
    }

    /// The end of `[IPv6]`, just behind the bracket.
    private static func endOfBracketed(_ text: ByteView) throws(H1Error) -> Int {
        guard let close = text.firstIndex(of: 0x5D) else { throw .invalidHost }
        let inside = text.slice(from: 1, count: close - 1)
        guard inside.firstIndex(of: 0x3A) != nil, IPAddress(inside) != nil else { throw .invalidHost }
        guard close + 1 == text.count || text[close + 1] == 0x3A else { throw .invalidHost }
        return close + 1
    }

    private static func port(_ digits: ByteView, of text: ByteView) throws(H1Error) -> UInt16 {
        guard digits.count <= 5, let value = Digits.decimal(digits), value > 0, value <= 65_535 else {
            throw text.firstIndex(of: 0x40) == nil ? .invalidPort : .userInfoInAuthority
        }
        return UInt16(value)
    }
}
