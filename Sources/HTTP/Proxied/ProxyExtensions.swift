// Is what follows the addresses of a PROXY protocol header whole?

import Bytes

/// The extensions (TLVs) of version 2: a type, two bytes of length, a value (2.2).
///
/// They are skipped, because the gateway asks for nothing in them; only their lengths and the checksum are held to.
enum ProxyExtensions {
    private static var checksumType: UInt8 { 3 }

    /// Goes through the extensions of a whole `header` that begin at `start`.
    static func check(_ header: ByteView, from start: Int) throws(ProxyHeaderError) {
        var at = start
        var checksumAt: Int?
        while at < header.count {
            guard header.count - at >= 3 else { throw .malformedExtension }
            let length = Int(header.networkOrder(at: at + 1, bytes: 2))
            guard header.count - at - 3 >= length else { throw .malformedExtension }
            if header[at] == checksumType {
                guard length == 4, checksumAt == nil else { throw .malformedExtension }
                checksumAt = at + 3
            }
            at += 3 + length
        }
        guard let checksumAt else { return }
        guard header.networkOrder(at: checksumAt, bytes: 4) == UInt64(checksum(of: header, at: checksumAt)) else {
            throw .checksumMismatch
        }
    }

    /// CRC32c (RFC 9260, appendix A) of `header` with zeros in place of the checksum at `place`.
    ///
    /// Bit by bit: at most 552 bytes of one connection are not worth a table.
    static func checksum(of header: ByteView, at place: Int) -> UInt32 {
        var rest: UInt32 = .max
        for at in 0..<header.count {
            if at < place || at >= place + 4 { rest ^= UInt32(header[at]) }
            for _ in 0..<8 { rest = rest >> 1 ^ (rest & 1 == 1 ? 0x82F6_3B78 : 0) }
        }
        return ~rest
    }
}
