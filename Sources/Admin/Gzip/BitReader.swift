// Which bits come next in compressed data?

/// Bits of a byte run, the lowest of each byte first (RFC 1951, 3.1.1).
struct BitReader {
    private let bytes: [UInt8]
    /// The next byte that is not yet in `held`.
    private(set) var position: Int
    private var held: UInt32 = 0
    private var heldCount = 0

    init(_ bytes: [UInt8], from position: Int) {
        self.bytes = bytes
        self.position = position
    }

    /// The next `count` bits, at most 16, as a number.
    mutating func read(_ count: Int) throws(GzipError) -> Int {
        while heldCount < count {
            guard position < bytes.count else { throw .truncated }
            held |= UInt32(bytes[position]) << UInt32(heldCount)
            position += 1
            heldCount += 8
        }
        let value = held & (1 << UInt32(count) - 1)
        held >>= UInt32(count)
        heldCount -= count
        return Int(value)
    }

    /// Drops the rest of a byte that was begun. At most seven bits are held between reads, so no whole byte is lost.
    mutating func alignToByte() {
        held = 0
        heldCount = 0
    }

    /// The next `count` whole bytes, after `alignToByte`.
    mutating func bytes(_ count: Int) throws(GzipError) -> ArraySlice<UInt8> {
        guard bytes.count - position >= count else { throw .truncated }
        defer { position += count }
        return bytes[position..<position + count]
    }
}
