// Which pseudo-header field a name means.

import Bytes

/// The pseudo-header fields of requests and answers (RFC 9113, 8.3; `:protocol`: RFC 8441, 4).
enum H2PseudoHeader: UInt8, CaseIterable {
    case method, scheme, authority, path, connectProtocol, status

    /// The one that `name`, colon included, spells exactly; nil when there is none of that name.
    @inline(__always)
    init?(_ name: ByteView) {
        switch name.count {
        case 5 where name == ":path": self = .path
        case 7 where name == ":method": self = .method
        case 7 where name == ":scheme": self = .scheme
        case 7 where name == ":status": self = .status
        case 9 where name == ":protocol": self = .connectProtocol
        case 10 where name == ":authority": self = .authority
        default: return nil
        }
    }

    /// Its bit in a set of pseudo-header fields.
    var bit: UInt8 { 1 &<< rawValue }
}
