// What must a source of addresses tell about a name?

/// A source of bindings for the names below its prefix, `/#/<kind>` by convention.
public protocol Namer: Sendable {
    /// The names this namer answers for begin with this path.
    var prefix: DtabPath { get }

    /// What `rest`, a name without the prefix, stands for.
    func lookup(_ rest: DtabPath) throws(DelegationError) -> NamerAnswer
}
