// Which pseudo-header field a name means.

import Bytes

/// The pseudo-header fields of requests and answers (RFC 9113, 8.3; `:protocol`: RFC 8441, 4).
enum H2PseudoHeader: UInt8, CaseIterable {
    case method, scheme, authority, path, connectProtocol, status

    /// The one that `name`, a colon and a lower-case token, spells; nil when there is none of that name.
    @inline(__always)
    init?(_ name: ByteView) {
        switch name.count {
        case 5 where name.spells(":path"): self = .path
        case 7 where name.spells(":method"): self = .method
        case 7 where name.spells(":scheme"): self = .scheme
        case 7 where name.spells(":status"): self = .status
        case 9 where name.spells(":protocol"): self = .connectProtocol
        case 10 where name.spells(":authority"): self = .authority
        default: return nil
        }
    }

    /// Its bit in a set of pseudo-header fields.
    var bit: UInt8 { 1 &<< rawValue }
}
