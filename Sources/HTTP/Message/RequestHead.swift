// What a request asks for: its head, understood.

import Bytes

/// The head of a request, well formed by the time it can be read.
///
/// One head is reused for many requests: it holds offsets into the bytes that it was parsed from and allocates nothing
/// per request. Every view it hands out is valid as long as those bytes stay where they are; `rebase(onto:)` follows a
/// copy of them.
public struct RequestHead: ~Copyable {
    /// All fields in order, `Host` included.
    public internal(set) var fields: Fields
    public internal(set) var method = Method.other
    public internal(set) var version = HTTPVersion.http11
    /// Where the body ends; never `.untilClose`.
    public internal(set) var framing = BodyFraming.none
    /// Whether the client lets the connection live on behind this exchange (RFC 9112, 9.3).
    public internal(set) var keepAlive = false
    /// Whether the client waits for 100 before it sends the body (RFC 9110, 10.1.1).
    public internal(set) var expectsContinue = false
    /// Whether `Connection: upgrade` and `Upgrade` ask to leave HTTP/1.1 (RFC 9110, 7.8).
    public internal(set) var wantsUpgrade = false
    /// Whether the client wants the trailer section passed on: `TE: trailers` (RFC 9110, 10.1.4).
    public internal(set) var acceptsTrailers = false
    /// Whether the stream is to become a tunnel for another protocol (RFC 8441); HTTP/2 only.
    public internal(set) var isExtendedConnect = false
    /// Whether the target is `*`, which concerns the server as a whole (`OPTIONS` only).
    public internal(set) var isAsterisk = false
    /// The port of the authority, or nil when it names none.
    public internal(set) var port: UInt16?

    var methodRange = ByteRange.empty
    var targetRange = ByteRange.empty
    var authorityRange = ByteRange.empty
    var hostRange = ByteRange.empty
    var pathRange = ByteRange.empty
    var queryRange = ByteRange.empty
    var hasQuery = false
    var connectProtocolRange = ByteRange.empty
    /// Holds the path when normalising had to change it; kept for the next request that needs it.
    var rewrittenPath = ByteBuffer()
    var pathIsRewritten = false

    /// An empty head with room for `limits.fields` fields.
    public init(limits: H1Limits) { fields = Fields(capacity: limits.fields) }

    /// The bytes of the whole head, with its last empty line.
    public var bytes: ByteView { fields.bytes }

    /// The method as sent.
    public var methodBytes: ByteView { fields.bytes[methodRange] }

    /// The request target as sent.
    public var rawTarget: ByteView { fields.bytes[targetRange] }

    /// Host and port as sent; empty only in HTTP/1.0.
    public var authority: ByteView { fields.bytes[authorityRange] }

    /// The host as sent, without port; IPv6 addresses keep their brackets. Empty only in HTTP/1.0.
    public var host: ByteView { fields.bytes[hostRange] }

    /// The normalised absolute path without query, or `*`. See `PathNormalizer`.
    public var path: ByteView { pathIsRewritten ? rewrittenPath.readable : fields.bytes[pathRange] }

    /// What follows the `?`, without it, byte for byte; nil when there is no `?`.
    public var query: ByteView? { hasQuery ? fields.bytes[queryRange] : nil }

    /// The protocol that an extended CONNECT asks for, such as `websocket`; empty for any other request.
    public var connectProtocol: ByteView { fields.bytes[connectProtocolRange] }

    /// Refers to a copy of the same bytes at another place.
    public mutating func rebase(onto copy: ByteView) { fields.rebase(onto: copy) }

    /// Forgets the last request.
    mutating func reset(bytes: ByteView) {
        fields.reset(bytes: bytes)
        framing = .none
        keepAlive = false
        expectsContinue = false
        wantsUpgrade = false
        acceptsTrailers = false
        isExtendedConnect = false
        isAsterisk = false
        port = nil
        authorityRange = .empty
        hostRange = .empty
        queryRange = .empty
        hasQuery = false
        connectProtocolRange = .empty
        pathIsRewritten = false
    }
}
