// How do the fields of a head look in HPACK?

import Bytes
import CBytes

/// Encodes field sections for one connection (RFC 7541).
///
/// Strings are written as they are: Huffman coding saves about a quarter of the bytes that are new, and costs both ends
/// more than all the rest of a head; `docs/RATIONALE.md` has the numbers. What repeats is a byte or two anyway.
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
            encode(pairs, to: &cursor)
            return unsafe cursor.count(from: start)
        }
    }

    private mutating func encode(_ pairs: ByteView, to out: inout HPACKCursor) {
        if mustAnnounce { announceLimit(in: &out) }
        var at = 0
        while at < pairs.count {
            let head = Self.head(in: pairs, at: at)
            let nameStart = at &+ MemoryLayout<HPACKFieldHead>.size
            let name = pairs.slice(from: nameStart, count: Int(head.nameCount))
            let value = pairs.slice(from: nameStart &+ name.count, count: Int(head.valueCount))
            encode(head, name, value, to: &out)
            at &+= head.pairCount
        }
    }

    static func head(in pairs: ByteView, at start: Int) -> HPACKFieldHead {
        let bytes = pairs.slice(from: start, count: MemoryLayout<HPACKFieldHead>.size)
        // Sound: there are as many bytes, and any of them are a head.
        return unsafe UnsafeRawPointer(bytes.start.unsafelyUnwrapped).loadUnaligned(as: HPACKFieldHead.self)
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
    private mutating func encode(
        _ head: HPACKFieldHead,
        _ name: ByteView,
        _ value: ByteView,
        to out: inout HPACKCursor
    ) {
        switch head.indexing {
        case .whole: encodeWhole(head, name, value, to: &out)
        case .name: encodeNew(head, name, value, to: &out)
        case .never:
            let index = index(ofName: head, name)
            Self.writeLiteral(index, name, value, pattern: 0x10, bits: 4, to: &out)
        }
    }

    /// A field that is worth its place.
    @inline(__always)
    private mutating func encodeWhole(
        _ head: HPACKFieldHead,
        _ name: ByteView,
        _ value: ByteView,
        to out: inout HPACKCursor
    ) {
        if head.staticIndex != 0, head.staticIndex < 15 {
            let index = HPACKStaticValue.index(of: head.staticIndex, value)
            if index != 0 { return Self.writeIndex(index, to: &out) }
        }
        let hash = Self.hash(head, name, value)
        let index = table.index(ofField: name, value, hash: hash)
        if index != 0 { return Self.writeIndex(index, to: &out) }
        encodeFirst(head, name, value, hash: hash, to: &out)
    }

    /// A field of which only the name comes again.
    @inline(__always)
    private mutating func encodeNew(
        _ head: HPACKFieldHead,
        _ name: ByteView,
        _ value: ByteView,
        to out: inout HPACKCursor
    ) {
        if head.staticIndex == 4 {
            let index = HPACKStaticValue.index(of: 4, value)
            if index != 0 { return Self.writeIndex(index, to: &out) }
        }
        let index = index(ofName: head, name)
        if index != 0 { return Self.writeLiteral(index, name, value, pattern: 0, bits: 4, to: &out) }
        encodeFirst(head, name, value, hash: Self.hash(head, name, value), to: &out)
    }

    /// A field that is not in the table and enters it, unless it is too large.
    @inline(never)
    private mutating func encodeFirst(
        _ head: HPACKFieldHead,
        _ name: ByteView,
        _ value: ByteView,
        hash: UInt32,
        to out: inout HPACKCursor
    ) {
        let index = index(ofName: head, name)
        guard table.isWorth(name.count, value.count) else {
            return Self.writeLiteral(index, name, value, pattern: 0, bits: 4, to: &out)
        }
        Self.writeLiteral(index, name, value, pattern: 0x40, bits: 6, to: &out)
        table.insert(name, value, hash: hash, nameHash: Self.hash(name))
    }

    private func index(ofName head: HPACKFieldHead, _ name: ByteView) -> Int {
        head.staticIndex != 0 ? Int(head.staticIndex) : table.index(ofName: name, hash: Self.hash(name))
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
        _ name: ByteView,
        _ value: ByteView,
        pattern: UInt8,
        bits: UInt8,
        to out: inout HPACKCursor
    ) {
        out.write(index, pattern: pattern, bits: bits)
        if index == 0 { out.write(name) }
        out.write(value)
    }

    // MARK: Hashes

    /// Of a name and a value; never 0.
    @inline(__always)
    private static func hash(_ head: HPACKFieldHead, _ name: ByteView, _ value: ByteView) -> UInt32 {
        let seed = head.staticIndex != 0 ? UInt64(head.staticIndex) : UInt64(hash(name))
        return hash(value, seed: seed)
    }

    /// Of a name; never 0.
    private static func hash(_ name: ByteView) -> UInt32 { hash(name, seed: 0) }

    @inline(__always)
    private static func hash(_ bytes: ByteView, seed: UInt64) -> UInt32 {
        guard let start = unsafe bytes.start else { return UInt32(truncatingIfNeeded: seed) | 1 }
        // Sound: the hash is told how many bytes there are.
        return UInt32(truncatingIfNeeded: unsafe CBytes_exact_hash(start, bytes.count, seed << 1 | 1)) | 1
    }
}
