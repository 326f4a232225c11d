// Which field sections of a stream wait to be encoded?

import Bytes

/// Sections that were handed over to be sent, until the frame of each is written: an interim head or two, a head,
/// trailers.
///
/// HPACK needs them encoded in the order in which their frames leave (RFC 9113, 4.3), which libnghttp2 decides.
struct H2Heads: ~Copyable {
    /// Each section is preceded by its length in four bytes.
    private var bytes = ByteBuffer()
    private static var prefix: Int { 4 }

    /// Adds a section behind the others.
    mutating func append(_ pairs: borrowing H2Pairs) {
        let section = pairs.encodable
        bytes.reserve(Self.prefix + section.count)
        let count = UInt32(truncatingIfNeeded: section.count)
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: count &>> shift)) }
        bytes.append(section)
    }

    /// The oldest section; empty when there is none. Valid until the next call.
    mutating func take() -> ByteView {
        guard bytes.count >= Self.prefix else { return .empty }
        let all = bytes.readable
        let count = Int(all[0]) | Int(all[1]) << 8 | Int(all[2]) << 16 | Int(all[3]) << 24
        bytes.consume(Self.prefix + count)
        return all.slice(from: Self.prefix, count: count)
    }

    mutating func forget() { bytes.release() }
}
