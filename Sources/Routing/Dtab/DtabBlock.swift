// What stands in the dtab block of a configuration file?

/// All entries of a `dtab { … }` block with their places, and all faults.
public struct DtabBlock: Sendable {
    /// An entry and the offset of its first byte in the file.
    public struct PlacedEntry: Hashable, Sendable {
        public let entry: Dtab.Entry
        public let offset: Int
    }

    public internal(set) var entries: [PlacedEntry] = []
    public internal(set) var errors: [DtabError] = []
    /// The offset of the closing `}`, or the length of the text if there is none.
    public internal(set) var end = 0

    public var dtab: Dtab { Dtab(entries.map(\.entry)) }
}
