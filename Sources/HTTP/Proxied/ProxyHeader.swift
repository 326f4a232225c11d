// What comes before the first byte of a connection that a proxy passed on?

/// A PROXY protocol header, versions 1 and 2, as HAProxy's specification "The PROXY protocol" defines them.
///
/// It lives in this house, and not beside the sockets, because it is a message to be parsed: addresses and bytes are all
/// that it needs.
public struct ProxyHeader: Hashable, Sendable {
    /// How many bytes it takes; what follows belongs to the connection itself.
    public let length: Int
    public let origin: ProxyOrigin

    public init(length: Int, origin: ProxyOrigin) {
        self.length = length
        self.origin = origin
    }

    /// The longest line of version 1 in bytes, line end included (2.1).
    public static let longestLine = 107
    /// The bytes of version 2 before its addresses (2.2).
    public static let prefixBytes = 16
    /// The most bytes of addresses and extensions that are taken in version 2. The least segment of TCP (RFC 9293, 3.7.1)
    /// holds as many, and a header has to fit one segment (2.2).
    public static let longestBlock = 536
    /// The most bytes that have to be looked at to read any header.
    public static let longest = prefixBytes + longestBlock
}
