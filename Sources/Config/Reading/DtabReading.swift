// Which dtab entries are there, and where?

import Routing

/// The entries of all `dtab` blocks with their places.
struct DtabReading {
    var entries: [Dtab.Entry] = []
    var places: [SourcePlace] = []
    /// Whether something could not be read, so that nothing can be said about names.
    var isBroken = false
    /// Whether an entry leads to a namer, which this release does not have.
    var usesNamers = false

    var dtab: Dtab { Dtab(entries) }
}
