// How much is kept, and for how long?

/// The bounds of an archive; whole traces leave, the ones that came first before others, when one of them is exceeded.
public struct ArchiveLimits: Hashable, Sendable {
    /// Bytes of SQLite pages in use, indexes included.
    public var bytes: Int
    public var traces: Int
    /// The most spans of one trace; later ones are refused, so that no trace is too large to be looked at.
    public var spansPerTrace: Int
    /// Since the first span of a trace arrived. What spans claim about their own time does not count here.
    public var age: Duration

    public init(
        bytes: Int = 64 << 20,
        traces: Int = 100_000,
        spansPerTrace: Int = 10_000,
        age: Duration = .seconds(24 * 3600)
    ) {
        precondition(bytes > 0 && traces > 0 && spansPerTrace > 0, "The bounds of an archive are positive.")
        self.bytes = bytes
        self.traces = traces
        self.spansPerTrace = spansPerTrace
        self.age = age
    }
}
