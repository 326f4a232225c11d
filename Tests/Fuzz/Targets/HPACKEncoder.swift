// houses: HTTP
// Do field blocks say the same to a decoder that nobody here wrote, however fields repeat and tables change?

import Bytes
import CNghttp2
import HTTP

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        let talk = FuzzedTalk()
        var rest = input
        while !rest.isEmpty {
            let (choice, lines) = rest.choice(below: 8)
            // Sections are parted by a byte that stands in no field.
            let end = lines.firstIndex(of: 0) ?? lines.count
            if choice == 0 { talk.limitTable(to: Int(lines.first ?? 0) * 40) } else { talk.say(lines.prefix(end)) }
            rest = lines.dropFirst(end + 1)
        }
    }
}

/// A client's session, and what its server hears.
@safe
private final class FuzzedTalk {
    private var session = H2Session(.client, settings: H2Settings(), budget: H2MisbehaviourBudget(), now: 0)
    private var inbox = H2Inbox()
    private var pairs = H2Pairs()
    /// `pairs` is lent to the session while it writes.
    private var lent = H2Pairs()
    private var output = ByteBuffer()
    private var block = ByteBuffer()
    private var decoder: OpaquePointer?

    init() {
        precondition(unsafe nghttp2_hd_inflate_new(&decoder) == 0, "There is no decoder.")
        session.collect(into: &output, limit: .max, pairs: &lent)
        output.clear()
        receive([0, 0, 0, 4, 0, 0, 0, 0, 0])
    }

    deinit { unsafe nghttp2_hd_inflate_del(decoder) }

    /// The server sends SETTINGS_HEADER_TABLE_SIZE.
    func limitTable(to bytes: Int) {
        unsafe nghttp2_hd_inflate_change_table_size(decoder, bytes)
        receive([0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 1, 0, 0, UInt8(bytes >> 8), UInt8(bytes & 0xFF)])
    }

    /// Sends one request with these fields, and compares what is heard.
    func say(_ lines: ByteView) {
        var head = ByteBuffer()
        head.append("GET /a HTTP/1.1\r\nhost: b\r\n")
        head.append(lines)
        guard pairs.readRequest(head.readable, scheme: "http"),
            let place = session.request(pairs, hasContent: false)
        else { return }
        session.collect(into: &output, limit: .max, pairs: &lent)
        takeBlock()
        compare()
        let id = session.identifier(of: place)
        receive([0, 0, 4, 3, 0] + (0..<4).map { UInt8(truncatingIfNeeded: id >> (24 - 8 * $0)) } + [0, 0, 0, 8])
    }

    private func receive(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            session.receive(unsafe ByteView(borrowing: bytes), now: 0, into: &inbox)
        }
        while let event = inbox.take() {
            if case .closed(let stream, _) = event { session.release(stream) }
        }
        while session.takeWritten() != nil {}
    }

    /// Puts together what HEADERS and CONTINUATION frames carry.
    private func takeBlock() {
        block.clear()
        var rest = output.readable
        while rest.count >= 9 {
            let count = Int(rest[0]) << 16 | Int(rest[1]) << 8 | Int(rest[2])
            precondition(count <= 16_384 && rest.count >= 9 + count, "A frame is too long.")
            if rest[3] == 1 || rest[3] == 9 { block.append(rest.slice(from: 9, count: count)) }
            rest = rest.dropFirst(9 + count)
        }
        precondition(rest.isEmpty, "A frame is cut.")
        output.clear()
    }

    private func compare() {
        var heard = 0
        var rest = block.readable
        while true {
            var field = unsafe nghttp2_nv()
            var flags: CInt = 0
            let count = unsafe nghttp2_hd_inflate_hd2(decoder, &field, &flags, rest.start, rest.count, 1)
            precondition(count >= 0, "A block is malformed.")
            rest = rest.dropFirst(Int(count))
            if UInt32(flags) & NGHTTP2_HD_INFLATE_EMIT.rawValue != 0 {
                unsafe compare(field, heard)
                heard += 1
            }
            if UInt32(flags) & NGHTTP2_HD_INFLATE_FINAL.rawValue != 0 { break }
        }
        unsafe nghttp2_hd_inflate_end_headers(decoder)
        precondition(heard == pairs.count, "A field is missing.")
    }

    private func compare(_ field: nghttp2_nv, _ index: Int) {
        precondition(index < pairs.count, "A field appeared.")
        let (name, value) = pairs[index]
        let heardName = unsafe ByteView(base: field.name, count: field.namelen)
        let heardValue = unsafe field.valuelen == 0 ? .empty : ByteView(base: field.value, count: field.valuelen)
        precondition(heardName == name && heardValue == value, "A field differs.")
    }
}
