// What had to go?

/// Counts of one call of `TraceStore.evict`.
public struct EvictedTraces: Hashable, Sendable {
    public var traces = 0
    public var spans = 0

    public init() {}
}
