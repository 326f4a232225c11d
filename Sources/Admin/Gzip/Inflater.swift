// What was compressed into these bytes?

/// Undoes DEFLATE (RFC 1951), with a bound on what may come out.
///
/// Made for span messages: plain, checked at every step, some 20 MB a second. Kept here because nothing else of the
/// gateway needs compression, so that one more library need not be.
struct Inflater {
    private var bits: BitReader
    private let limit: Int
    private(set) var output: [UInt8] = []

    /// Where the next byte behind the compressed data stands, once `run` has returned.
    var position: Int { bits.position }

    init(_ bytes: [UInt8], from position: Int, limit: Int) {
        bits = BitReader(bytes, from: position)
        self.limit = limit
    }

    /// Reads all blocks.
    mutating func run() throws(GzipError) {
        var isLast = false
        while !isLast {
            isLast = try bits.read(1) == 1
            switch try bits.read(2) {
            case 0: try copyStored()
            case 1: try expand(Self.fixedLiterals(), Self.fixedDistances())
            case 2: try expandDynamic()
            default: throw .corrupt
            }
        }
        bits.alignToByte()
    }

    /// A block that is not compressed (3.2.4).
    private mutating func copyStored() throws(GzipError) {
        bits.alignToByte()
        let length = try bits.read(16)
        guard try bits.read(16) == length ^ 0xFFFF else { throw .corrupt }
        guard output.count + length <= limit else { throw .tooLarge }
        output += try bits.bytes(length)
    }

    /// Literals and repetitions, until the end-of-block symbol (3.2.3).
    private mutating func expand(_ literals: HuffmanCode, _ distances: HuffmanCode) throws(GzipError) {
        while true {
            let symbol = try literals.decode(&bits)
            if symbol == 256 { return }
            if symbol < 256 {
                guard output.count < limit else { throw .tooLarge }
                output.append(UInt8(symbol))
            } else {
                try copyBack(length: length(symbol - 257), distance: distance(distances.decode(&bits)))
            }
        }
    }

    /// Repeats what came out before; the two runs may overlap, so it goes byte by byte.
    private mutating func copyBack(length: Int, distance: Int) throws(GzipError) {
        guard distance <= output.count else { throw .corrupt }
        guard output.count + length <= limit else { throw .tooLarge }
        for _ in 0..<length { output.append(output[output.count - distance]) }
    }

    /// Lengths 3 to 258: codes in groups of four, each group with one more extra bit; the last code stands alone.
    private mutating func length(_ code: Int) throws(GzipError) -> Int {
        if code < 8 { return 3 + code }
        if code == 28 { return 258 }
        guard code < 28 else { throw .corrupt }
        let extra = code / 4 - 1
        return 3 + (4 + code % 4) << extra + (try bits.read(extra))
    }

    /// Distances 1 to 32768: codes in pairs, each pair with one more extra bit.
    private mutating func distance(_ code: Int) throws(GzipError) -> Int {
        if code < 4 { return 1 + code }
        guard code < 30 else { throw .corrupt }
        let extra = code / 2 - 1
        return 1 + (2 + code % 2) << extra + (try bits.read(extra))
    }

    /// A block that brings its own codes, themselves compressed (3.2.7).
    private mutating func expandDynamic() throws(GzipError) {
        let literalCount = try bits.read(5) + 257
        let distanceCount = try bits.read(5) + 1
        let lengthCount = try bits.read(4) + 4
        guard literalCount <= 286, distanceCount <= 30 else { throw .corrupt }
        var lengths = [UInt8](repeating: 0, count: 19)
        for symbol in Self.lengthOrder.prefix(lengthCount) { lengths[symbol] = UInt8(try bits.read(3)) }
        let all = try codeLengths(HuffmanCode(lengths: lengths), count: literalCount + distanceCount)
        // Without the end-of-block symbol the block could not end.
        guard all[256] > 0 else { throw .corrupt }
        let literals = try HuffmanCode(lengths: Array(all[..<literalCount]))
        try expand(literals, HuffmanCode(lengths: Array(all[literalCount...])))
    }

    private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    private mutating func codeLengths(_ code: HuffmanCode, count: Int) throws(GzipError) -> [UInt8] {
        var lengths: [UInt8] = []
        while lengths.count < count {
            switch try code.decode(&bits) {
            case 16:
                guard let last = lengths.last else { throw .corrupt }
                lengths += Array(repeating: last, count: 3 + (try bits.read(2)))
            case 17: lengths += Array(repeating: 0, count: 3 + (try bits.read(3)))
            case 18: lengths += Array(repeating: 0, count: 11 + (try bits.read(7)))
            case let length: lengths.append(UInt8(length))
            }
        }
        guard lengths.count == count else { throw .corrupt }
        return lengths
    }

    /// The codes that both sides know (3.2.6).
    private static func fixedLiterals() throws(GzipError) -> HuffmanCode {
        let lengths: [UInt8] =
            Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112) + Array(repeating: 7, count: 24)
            + Array(repeating: 8, count: 8)
        return try HuffmanCode(lengths: lengths)
    }

    private static func fixedDistances() throws(GzipError) -> HuffmanCode {
        // Thirty words of five bits leave room, which is not an error here: two more stand in for the unused ones.
        try HuffmanCode(lengths: Array(repeating: 5, count: 32))
    }
}
