// Which dtab entries are there, and where?

import Routing

/// The entries of all `dtab` blocks with their places.
struct DtabReading {
    /// An entry, and where it stands.
    struct Line {
        let entry: Dtab.Entry
        let place: SourcePlace
        /// Whether it stands in for one that could not be read, so that nothing is said about names that it may bind.
        var isStandIn = false
    }

    var lines: [Line] = []
    /// Whether an entry leads to a namer, which this release does not have.
    var usesNamers = false

    /// The entries that could be read.
    var dtab: Dtab { Dtab(lines.filter { !$0.isStandIn }.map(\.entry)) }
    /// With every entry that could not be read replaced by one that fails; positions are those of `lines`.
    var judged: Dtab { Dtab(lines.map(\.entry)) }
}
