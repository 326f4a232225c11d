// What must a source of addresses tell about a name?

/// A source of bindings for the names below its prefix, `/#/<kind>` by convention.
public protocol Namer: Sendable {
    /// The names this namer answers for begin with this path.
    var prefix: DtabPath { get }

    /// What `rest`, a name without the prefix, stands for.
    func lookup(_ rest: DtabPath) throws(DelegationError) -> NamerAnswer
}

/// What a namer says about a name.
public enum NamerAnswer: Hashable, Sendable {
    /// Look up this name instead.
    case delegate(DtabPath)
    /// The name ends here.
    case bound(BoundLeaf)
    /// Not known here: the next namer is asked.
    case negative
    /// Known to be unusable: nobody else is asked.
    case fail
    /// Known, and nobody is there.
    case empty
}
