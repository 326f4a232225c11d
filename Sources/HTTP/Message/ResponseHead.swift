// What a response says: its head, understood.

import Bytes

/// The head of a response, well formed by the time it can be read. Reused and borrowed as `RequestHead` is.
public struct ResponseHead: ~Copyable {
    /// All fields in order.
    public internal(set) var fields: Fields
    public internal(set) var status = Status.ok
    public internal(set) var version = HTTPVersion.http11
    /// Where the body ends, which depends on the method of the request as well.
    public internal(set) var framing = BodyFraming.none
    /// Whether the connection may carry another exchange.
    public internal(set) var keepAlive = false

    var reasonRange = ByteRange.empty

    /// An empty head with room for `limits.fields` fields.
    public init(limits: H1Limits) { fields = Fields(capacity: limits.fields) }

    /// The bytes of the whole head, with its last empty line.
    public var bytes: ByteView { fields.bytes }

    /// The reason phrase as sent, often empty.
    public var reason: ByteView { fields.bytes[reasonRange] }

    /// Whether the peer leaves HTTP behind this head (101).
    public var switchesProtocols: Bool { status == .switchingProtocols }

    /// Whether another head follows for the same request: any 1xx but 101.
    public var isInterim: Bool { status.isInformational && !switchesProtocols }

    /// Refers to a copy of the same bytes at another place.
    public mutating func rebase(onto copy: ByteView) { fields.rebase(onto: copy) }

    /// Forgets the last response.
    mutating func reset(bytes: ByteView) {
        fields.reset(bytes: bytes)
        framing = .none
        keepAlive = false
    }
}
