// What can a source of addresses answer?

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
