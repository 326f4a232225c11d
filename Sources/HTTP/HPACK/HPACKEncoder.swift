// How do the fields of a head look in HPACK?

import Bytes

/// Encodes field sections for one connection (RFC 7541).
///
/// Strings are written as they are: Huffman coding would save a part of the bytes that are new, and cost both ends work
/// for each of them; see `docs/RATIONALE.md`. What repeats is a byte or two anyway.
struct HPACKEncoder: ~Copyable {
    /// Bytes that an update of the table's size can need.
    private static var overhead: Int { 40 }

    private var table = HPACKTable()
    /// The smallest limit since the last section, and whether the other end must hear of it.
    private var lowestLimit = HPACKTable.standardLimit
    private var mustAnnounce = false

    init() {}

    /// The peer keeps a table of at most so many bytes from now on (SETTINGS_HEADER_TABLE_SIZE).
    mutating func limitTable(to bytes: UInt32) {
        let limit = min(Int(bytes), HPACKTable.standardLimit)
        if limit == table.limit { return }
        table.setLimit(limit)
        lowestLimit = min(lowestLimit, limit)
        mustAnnounce = true
    }

    /// Appends the field block of a section to `out`.
    /// - Parameter pairs: fields as `H2Pairs` keeps them, each with an `HPACKFieldHead` in front.
    mutating func encode(_ pairs: ByteView, to out: inout ByteBuffer) {
        // The three integers of a field take at most 14 bytes, where its head takes 8.
        _ = unsafe out.fill(minimum: 2 * pairs.count + Self.overhead) { room in
            let start = unsafe room.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
            // Sound: `fill` lends as much as was asked for.
            var cursor = unsafe HPACKCursor(start)
            if mustAnnounce { announceLimit(in: &cursor) }
            var rest = pairs
            while !rest.isEmpty { encode(HPACKPair(takingFrom: &rest), to: &cursor) }
            return unsafe cursor.count(from: start)
        }
    }

    /// The table's size has to be told before anything refers to it, and first the smallest that it had (RFC 7541, 4.2).
    private mutating func announceLimit(in out: inout HPACKCursor) {
        if lowestLimit < table.limit { out.write(lowestLimit, pattern: 0x20, bits: 5) }
        out.write(table.limit, pattern: 0x20, bits: 5)
        lowestLimit = table.limit
        mustAnnounce = false
    }

    // MARK: Fields

    @inline(__always)
    private mutating func encode(_ pair: HPACKPair, to out: inout HPACKCursor) {
        switch pair.indexing {
        case .whole:
            let known = pair.staticIndex &- 1 < 14 ? HPACKStaticValue.index(of: pair.staticIndex, pair.value) : 0
            if known != 0 { return Self.writeIndex(known, to: &out) }
            let hash = pair.hash
            let index = table.index(of: pair, hash: hash)
            if index != 0 { return Self.writeIndex(index, to: &out) }
            encodeFirst(pair, hash: hash, to: &out)
        case .name:
            if pair.staticIndex == 4, encodePath(pair, to: &out) { return }
            let index = index(ofName: pair)
            if index != 0 { return Self.writeLiteral(index, pair, pattern: 0, bits: 4, to: &out) }
            encodeFirst(pair, hash: pair.hash, to: &out)
        case .never: Self.writeLiteral(index(ofName: pair), pair, pattern: 0x10, bits: 4, to: &out)
        }
    }

    /// Two paths are known from the start.
    private func encodePath(_ pair: HPACKPair, to out: inout HPACKCursor) -> Bool {
        let known = HPACKStaticValue.index(of: pair.staticIndex, pair.value)
        if known != 0 { Self.writeIndex(known, to: &out) }
        return known != 0
    }

    /// A field that is not in the table and enters it, unless it is too large.
    @inline(never)
    private mutating func encodeFirst(_ pair: HPACKPair, hash: UInt32, to out: inout HPACKCursor) {
        let index = index(ofName: pair)
        guard table.isWorth(pair) else { return Self.writeLiteral(index, pair, pattern: 0, bits: 4, to: &out) }
        Self.writeLiteral(index, pair, pattern: 0x40, bits: 6, to: &out)
        table.insert(pair, hash: hash)
    }

    @inline(__always)
    private func index(ofName pair: HPACKPair) -> Int {
        pair.staticIndex != 0 ? Int(pair.staticIndex) : table.index(ofName: pair)
    }

    // MARK: Representations

    /// An indexed field (RFC 7541, 6.1).
    @inline(__always)
    private static func writeIndex(_ index: Int, to out: inout HPACKCursor) {
        out.write(index, pattern: 0x80, bits: 7)
    }

    /// A literal field (RFC 7541, 6.2), its name by index unless that is 0.
    @inline(__always)
    private static func writeLiteral(
        _ index: Int,
        _ pair: HPACKPair,
        pattern: UInt8,
        bits: UInt8,
        to out: inout HPACKCursor
    ) {
        out.write(index, pattern: pattern, bits: bits)
        if index == 0 { out.write(pair.name) }
        out.write(pair.value)
    }
}
