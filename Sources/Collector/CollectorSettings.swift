// How does the collector work?

/// The bounds and rhythms of the collector. A plain value.
public struct CollectorSettings: Sendable {
    public var batch: BatchLimits
    /// How often the rings are looked at when little happens. They must hold what comes in this time.
    public var period: Duration
    /// How many new traces a second the archive takes in.
    public var archiveTracesPerSecond: Double
    /// How long the archive's intake stands by its answer for a trace.
    public var archiveMemory: Duration
    /// How often the archive's bounds are looked at.
    public var evictionPeriod: Duration

    public init(
        batch: BatchLimits = BatchLimits(),
        period: Duration = .milliseconds(100),
        archiveTracesPerSecond: Double = 100,
        archiveMemory: Duration = .seconds(30),
        evictionPeriod: Duration = .seconds(2)
    ) {
        self.batch = batch
        self.period = period
        self.archiveTracesPerSecond = archiveTracesPerSecond
        self.archiveMemory = archiveMemory
        self.evictionPeriod = evictionPeriod
    }
}
