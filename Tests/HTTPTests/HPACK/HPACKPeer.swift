// What does the other end of a connection make of our field blocks?

import Bytes
import CNghttp2

@testable import HTTP

/// An encoder of ours and libnghttp2's decoder, which nobody here wrote, with one table on each side.
@safe
final class HPACKPeer {
    private(set) var encoder = HPACKEncoder()
    private var decoder: OpaquePointer?

    init() { precondition(unsafe nghttp2_hd_inflate_new(&decoder) == 0, "There is a decoder.") }

    deinit { unsafe nghttp2_hd_inflate_del(decoder) }

    /// The peer allows a table of this size from now on, and says so to us.
    func limitTable(to bytes: UInt32) {
        unsafe nghttp2_hd_inflate_change_table_size(decoder, Int(bytes))
        encoder.limitTable(to: bytes)
    }

    /// The block of a trailer section with these lines.
    func encode(_ lines: String) -> [UInt8] {
        var pairs = H2Pairs()
        precondition(lines.withByteView { pairs.readTrailers($0) }, "The lines are well formed.")
        return encode(pairs)
    }

    func encode(_ pairs: borrowing H2Pairs) -> [UInt8] {
        var out = ByteBuffer()
        encoder.encode(pairs.encodable, to: &out)
        return out.readable.array
    }

    /// Every field of a block as `name: value`, with ` (never)` behind those that must not be indexed; nil when it is
    /// malformed.
    func decode(_ block: [UInt8]) -> [String]? {
        var fields: [String] = []
        var rest = block[...]
        while true {
            var field = unsafe nghttp2_nv()
            var flags: CInt = 0
            let count = unsafe rest.withUnsafeBufferPointer {
                unsafe nghttp2_hd_inflate_hd2(decoder, &field, &flags, $0.baseAddress, $0.count, 1)
            }
            guard count >= 0 else { return nil }
            rest = rest.dropFirst(Int(count))
            if UInt32(flags) & NGHTTP2_HD_INFLATE_EMIT.rawValue != 0 { fields.append(unsafe Self.text(of: field)) }
            if UInt32(flags) & NGHTTP2_HD_INFLATE_FINAL.rawValue != 0 { break }
        }
        unsafe nghttp2_hd_inflate_end_headers(decoder)
        return rest.isEmpty ? fields : nil
    }

    private static func text(of field: nghttp2_nv) -> String {
        let name = unsafe ByteView(base: field.name, count: field.namelen)
        let value = unsafe ByteView(base: field.value, count: field.valuelen)
        let isNever = unsafe UInt32(field.flags) & NGHTTP2_NV_FLAG_NO_INDEX.rawValue != 0
        return "\(name): \(value)\(isNever ? " (never)" : "")"
    }
}
