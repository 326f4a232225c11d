// Whether a stream carries as much content as its head announced.

/// Counts the content of DATA frames, without padding, against the head's framing (RFC 9113, 8.1.1).
public struct H2ContentCount: Sendable {
    /// How many bytes have come.
    public private(set) var bytesReceived: UInt64 = 0
    /// How many there must be; nil when any number may come.
    public let declared: UInt64?

    /// Counts for a message with this framing: `.none` allows no byte, `.length` exactly so many.
    public init(_ framing: BodyFraming) {
        switch framing {
        case .none: declared = 0
        case .length(let length): declared = length
        case .chunked, .untilClose: declared = nil
        }
    }

    /// Takes note of `count` bytes of content. Throws `contentBeyondLength` when that is too much.
    public mutating func receive(_ count: Int) throws(H2MessageError) {
        bytesReceived &+= UInt64(count)
        if let declared, bytesReceived > declared { throw .contentBeyondLength }
    }

    /// Takes note of END_STREAM. Throws `contentShortOfLength` when something is missing.
    public func end() throws(H2MessageError) {
        if let declared, bytesReceived < declared { throw .contentShortOfLength }
    }
}
