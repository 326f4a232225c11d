// What does a gzip file hold?

/// Reads gzip (RFC 1952): a header, DEFLATE, a checksum. Several members one after another are one content.
enum Gunzip {
    /// The content, at most `limit` bytes of it.
    static func decode(_ bytes: [UInt8], limit: Int) throws(GzipError) -> [UInt8] {
        var content: [UInt8] = []
        var position = 0
        repeat {
            let start = try endOfHeader(bytes, from: position)
            var inflater = Inflater(bytes, from: start, limit: limit - content.count)
            try inflater.run()
            try checkTrailer(bytes, at: inflater.position, of: inflater.output)
            content += inflater.output
            position = inflater.position + 8
        } while position < bytes.count
        return content
    }

    /// Skips the optional parts (2.3.1): extra field, name, comment, header checksum.
    private static func endOfHeader(_ bytes: [UInt8], from start: Int) throws(GzipError) -> Int {
        guard bytes.count - start >= 10 else { throw .notGzip }
        guard bytes[start] == 0x1F, bytes[start + 1] == 0x8B, bytes[start + 2] == 8 else { throw .notGzip }
        let flags = bytes[start + 3]
        guard flags & 0xE0 == 0 else { throw .notGzip }
        var at = start + 10
        if flags & 4 != 0 {
            guard at + 2 <= bytes.count else { throw .truncated }
            at += 2 + Int(bytes[at]) + Int(bytes[at + 1]) << 8
        }
        for flag in [8, 16] as [UInt8] where flags & flag != 0 {
            guard at < bytes.count, let end = bytes[at...].firstIndex(of: 0) else { throw .truncated }
            at = end + 1
        }
        if flags & 2 != 0 { at += 2 }
        guard at < bytes.count else { throw .truncated }
        return at
    }

    private static func checkTrailer(_ bytes: [UInt8], at position: Int, of content: [UInt8]) throws(GzipError) {
        guard bytes.count - position >= 8 else { throw .truncated }
        guard word(bytes, position) == checksum(content), word(bytes, position + 4) == UInt32(content.count) else {
            throw .wrongChecksum
        }
    }

    private static func word(_ bytes: [UInt8], _ at: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) }
    }

    /// CRC-32 (RFC 1952, 8), four bits at a time: a table of sixteen is enough for a few megabytes.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = ~UInt32(0)
        for byte in bytes {
            sum = table[Int((sum ^ UInt32(byte)) & 15)] ^ (sum >> 4)
            sum = table[Int((sum ^ UInt32(byte >> 4)) & 15)] ^ (sum >> 4)
        }
        return ~sum
    }

    private static let table: [UInt32] = (0..<16).map { index in
        (0..<4).reduce(UInt32(index)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
}
