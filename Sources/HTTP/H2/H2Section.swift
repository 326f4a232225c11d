// What one decoded field section is known to hold.

import Bytes

/// A field section of HTTP/2 that lies in `H2Sections`: a head, an interim head, or a trailer section.
///
/// A plain value that says where everything is; the bytes stay in the arena until that is cleared. Offsets count from
/// the section's first byte.
public struct H2Section: Sendable {
    var textStart = 0
    var textCount = 0
    var firstEntry = 0
    /// How many regular fields there are, all cookie crumbs as one.
    public internal(set) var count = 0
    /// The sum of all names and values and 32 bytes for each field (RFC 9113, 6.5.2), also of what was not kept.
    public internal(set) var listBytes = 0
    /// The first thing that is wrong with it; what came after that was not kept.
    public internal(set) var fault: H2MessageError?

    /// As in `Fields`: the well-known names that are there, and those that are there more than once.
    var present: UInt64 = 0
    var repeated: UInt64 = 0

    /// The pseudo-header fields that are there, one bit each.
    var pseudoHeaders: UInt8 = 0
    var method = ByteRange.empty
    var scheme = ByteRange.empty
    var authority = ByteRange.empty
    var path = ByteRange.empty
    var connectProtocol = ByteRange.empty
    var status = ByteRange.empty

    /// Whether it exceeds the bytes or the number of fields that it may have.
    public var isTooLarge: Bool { fault == .h1(.headTooLarge) || fault == .h1(.tooManyFields) }

    func contains(_ pseudoHeader: H2PseudoHeader) -> Bool { pseudoHeaders & pseudoHeader.bit != 0 }

    func contains(_ names: FieldNameSet) -> Bool { present & names.bits != 0 }

    /// Takes note of a pseudo-header field; false when it is there already.
    mutating func insert(_ pseudoHeader: H2PseudoHeader, at value: ByteRange) -> Bool {
        if contains(pseudoHeader) { return false }
        pseudoHeaders |= pseudoHeader.bit
        switch pseudoHeader {
        case .method: method = value
        case .scheme: scheme = value
        case .authority: authority = value
        case .path: path = value
        case .connectProtocol: connectProtocol = value
        case .status: status = value
        }
        return true
    }
}
