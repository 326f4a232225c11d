// What came of one write?

/// The answer of `Conduit.write` and `Conduit.flush`.
public enum WriteStep: Sendable {
    /// The kernel has taken everything.
    case all
    /// Some of it waits inside; produce no more until `flush` answers `all` after a writable event.
    case pending
    case failed(ConduitError)
}
