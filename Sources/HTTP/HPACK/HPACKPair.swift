// Which field is to be encoded?

import Bytes
import CBytes

/// A field as the encoder and its table look at it: where it lies, and what is known of its name.
struct HPACKPair {
    let name: ByteView
    let value: ByteView
    /// As in `HPACKFieldName`.
    let staticIndex: UInt8
    let indexing: HPACKIndexing
    /// The raw value of the well-known name; 0 for any other.
    let id: UInt8

    /// Takes the first pair off `pairs`, which are as `H2Pairs` keeps them.
    @inline(__always)
    init(takingFrom pairs: inout ByteView) {
        let head = HPACKFieldHead(pairs)
        let rest = pairs.count &- head.pairCount
        precondition(rest >= 0, "A pair is cut.")
        // Sound: as checked.
        let start = unsafe pairs.start.unsafelyUnwrapped + HPACKFieldHead.size
        name = unsafe ByteView(base: start, count: Int(head.nameCount))
        value = unsafe ByteView(base: start + Int(head.nameCount), count: Int(head.valueCount))
        unsafe pairs = ByteView(base: start + (head.pairCount &- HPACKFieldHead.size), count: rest)
        staticIndex = head.staticIndex
        indexing = head.indexing
        id = head.id
    }

    /// Bytes of name and value.
    var count: Int { name.count &+ value.count }

    /// A hash of name and value; never 0.
    var hash: UInt32 {
        @inline(__always) get {
            if id != 0 { return Self.hash(value, seed: UInt64(id)) }
            return Self.hash(value, seed: staticIndex != 0 ? UInt64(staticIndex) << 8 : UInt64(nameHash) << 16)
        }
    }

    /// A hash of a name that is not well known; never 0.
    var nameHash: UInt32 { Self.hash(name, seed: 0) }

    @inline(__always)
    private static func hash(_ bytes: ByteView, seed: UInt64) -> UInt32 {
        // Sound: the hash is told how many bytes there are, and reads none of an empty run.
        unsafe UInt32(truncatingIfNeeded: CBytes_exact_hash(bytes.start, bytes.count, seed)) | 1
    }
}
