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
        try self.init(in: text, at: ByteRange(start: 0, count: text.count))
    }

    /// Reads the text at `range` of `bytes`. The bytes behind it are looked at, so that sixteen can be compared at once.
    init(in bytes: ByteView, at range: ByteRange) throws(H1Error) {
        guard !range.isEmpty else { throw .emptyHost }
        let text = bytes[range]
        let end = text[0] == 0x5B ? try Self.endOfBracketed(text) : try Self.endOfName(in: bytes, at: range)
        guard end <= Self.longestHost else { throw .invalidHost }
        host = text.prefix(end)
        port = end == text.count ? nil : try Self.port(text.dropFirst(end + 1), of: text)
    }

    /// Whether both mean the same host and port, where `defaultPort` stands for a missing one.
    public func isSame(as other: Authority, defaultPort: UInt16) -> Bool {
        (port ?? defaultPort) == (other.port ?? defaultPort) && host.equalsIgnoringCase(other.host)
    }

    /// The end of a name or IPv4 address: the index of the colon in the text, or its length.
    private static func endOfName(in bytes: ByteView, at range: ByteRange) throws(H1Error) -> Int {
        let start = Int(range.start)
        let end = min(bytes.hostScan(from: start), range.end)
        guard bytes[start] != 0x2E, end > start, end == range.end || bytes[end] == 0x3A else {
            throw faultInName(bytes[range])
        }
        return end - start
    }

    private static func faultInName(_ text: ByteView) -> H1Error {
        if text.firstIndex(of: 0x40) != nil { return .userInfoInAuthority }
        return text[0] == 0x3A ? .emptyHost : .invalidHost
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
