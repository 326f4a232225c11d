// Which symbol does a run of bits stand for?

/// A canonical Huffman code, made from the lengths of its code words (RFC 1951, 3.2.2).
///
/// Words of one length are consecutive numbers in the order of their symbols, so two small tables decode it: how many
/// words each length has, and the symbols in the order of their words.
struct HuffmanCode {
    static let longest = 15

    /// How many words have each length.
    private var counts = [Int](repeating: 0, count: HuffmanCode.longest + 1)
    private var symbols: [UInt16]

    /// `lengths[symbol]` is the length of the symbol's word, 0 when it has none. Throws when the words do not form a
    /// code; one single word is allowed, as a block that uses a single distance has it.
    init(lengths: [UInt8]) throws(GzipError) {
        for length in lengths { counts[Int(length)] += 1 }
        let used = lengths.count - counts[0]
        counts[0] = 0
        symbols = [UInt16](repeating: 0, count: used)
        try Self.check(counts, used: used)
        var next = [Int](repeating: 0, count: Self.longest + 2)
        for length in 1...Self.longest { next[length + 1] = next[length] + counts[length] }
        for (symbol, length) in lengths.enumerated() where length > 0 {
            symbols[next[Int(length)]] = UInt16(symbol)
            next[Int(length)] += 1
        }
    }

    /// Each length doubles the room that the shorter words left; none may be over-used, and none left unless there is
    /// at most one word.
    private static func check(_ counts: [Int], used: Int) throws(GzipError) {
        var room = 1
        for length in 1...longest {
            room = room * 2 - counts[length]
            if room < 0 { throw .corrupt }
        }
        if room > 0, used > 1 { throw .corrupt }
    }

    /// Reads one symbol, bit by bit: the words of a length are an interval that the bits fall into or behind.
    func decode(_ bits: inout BitReader) throws(GzipError) -> Int {
        var word = 0
        var first = 0
        var index = 0
        for length in 1...Self.longest {
            word |= try bits.read(1)
            let count = counts[length]
            if word - first < count { return Int(symbols[index + word - first]) }
            index += count
            first = (first + count) << 1
            word <<= 1
        }
        throw .corrupt
    }
}
