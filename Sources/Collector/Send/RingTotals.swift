// How many spans have gone into the workers' rings, and how many found no room?

/// The producers' counts of all rings, read at one moment.
public struct RingTotals: Hashable, Sendable {
    /// Spans written into a ring, taken out or not.
    public var recorded: UInt64
    /// Spans that were dropped because their ring was full.
    public var lost: UInt64

    public init(recorded: UInt64 = 0, lost: UInt64 = 0) {
        self.recorded = recorded
        self.lost = lost
    }
}
