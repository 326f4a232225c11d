// What is asked of a cold house?

import Bytes
import HTTP
import Wire

/// A whole request to the gateway itself, as a plain value: no invariant beyond what the parser made sure of.
public struct LocalRequest: Sendable {
    /// A name and its value, in the order of the message.
    public typealias Pair = (name: String, value: String)

    public var method: HTTP.Method
    /// The normalised path with its escapes, beginning with `/`; or `*`.
    public var path: String
    /// The parameters of the query, decoded.
    public var query: [Pair]
    /// The fields, `Host` included, with names as they were sent.
    public var headers: [Pair]
    public var body: [UInt8]
    /// Where it came from.
    public var peer: SocketAddress

    public init(
        method: HTTP.Method = .get,
        path: String = "/",
        query: [Pair] = [],
        headers: [Pair] = [],
        body: [UInt8] = [],
        peer: SocketAddress = .ip(.loopback4, port: 0)
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.peer = peer
    }

    /// The first value of a query parameter, or nil. Names are case-sensitive.
    public func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The first value of a field, whatever the case of its name, or nil.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    /// The path's segments without their slashes, decoded: `/a/b%20c` has `a` and `b c`, `/a/` has `a` and an empty one.
    public var segments: [String] {
        path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            QueryText.decode(Substring($0), plusIsSpace: false)
        }
    }
}
