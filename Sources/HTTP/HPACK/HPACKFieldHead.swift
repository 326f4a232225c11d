// What stands in front of a field that waits to be encoded?

/// The eight bytes before the name and the value of a pair, in `H2Pairs` and wherever they are copied to.
struct HPACKFieldHead: BitwiseCopyable {
    let valueCount: UInt32
    let nameCount: UInt16
    /// As in `HPACKFieldName`.
    let staticIndex: UInt8
    private let rawIndexing: UInt8

    var indexing: HPACKIndexing { HPACKIndexing(rawValue: rawIndexing) ?? .never }

    /// Bytes of this and of the name and value behind it.
    var pairCount: Int { MemoryLayout<Self>.size &+ Int(nameCount) &+ Int(valueCount) }

    init(_ name: HPACKFieldName, nameCount: Int, valueCount: Int) {
        self.valueCount = UInt32(truncatingIfNeeded: valueCount)
        self.nameCount = UInt16(truncatingIfNeeded: nameCount)
        staticIndex = name.staticIndex
        rawIndexing = name.indexing.rawValue
    }
}
