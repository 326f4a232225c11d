// What became of a batch that was to be kept?

/// Counts of one call of `TraceStore.keep`; together they are the spans that were handed in.
public struct KeptSpans: Hashable, Sendable {
    public var kept = 0
    /// Were there already.
    public var duplicates = 0
    /// Belong to a trace that has as many spans as one may have.
    public var overfull = 0

    public init() {}
}
