// What stands in front of a field that waits to be encoded?

import Bytes

/// The eight bytes before the name and the value of a pair, in `H2Pairs` and wherever they are copied to.
struct HPACKFieldHead: BitwiseCopyable {
    static var size: Int { MemoryLayout<Self>.size }

    let valueCount: UInt32
    let nameCount: UInt16
    /// As in `HPACKFieldName`.
    let staticIndex: UInt8
    /// The indexing in the lower two bits, the well-known name in the other six.
    private let packed: UInt8

    var indexing: HPACKIndexing { HPACKIndexing(rawValue: packed & 3) ?? .never }
    /// The raw value of the well-known name; 0 for any other.
    var id: UInt8 { packed >> 2 }

    /// Bytes of this and of the name and value behind it.
    var pairCount: Int { Self.size &+ Int(nameCount) &+ Int(valueCount) }

    init(_ name: HPACKFieldName, _ id: FieldName, nameCount: Int, valueCount: Int) {
        self.valueCount = UInt32(truncatingIfNeeded: valueCount)
        self.nameCount = UInt16(truncatingIfNeeded: nameCount)
        staticIndex = name.staticIndex
        packed = name.indexing.rawValue | id.rawValue << 2
    }

    /// Reads the head at the beginning of `bytes`.
    @inline(__always)
    init(_ bytes: ByteView) {
        precondition(bytes.count >= Self.size, "A pair is cut.")
        // Sound: there are as many bytes, and any of them are a head.
        self = unsafe UnsafeRawPointer(bytes.start.unsafelyUnwrapped).loadUnaligned(as: Self.self)
    }
}
