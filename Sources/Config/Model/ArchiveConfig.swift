// Where are recent traces kept, and how many of them?

/// The `archive` line of the `trace` block.
public struct ArchiveConfig: Sendable, Equatable {
    public enum Storage: Sendable, Equatable {
        /// Nothing is kept.
        case off
        /// Kept in memory and gone with the process.
        case memory
        /// Kept in this SQLite file; relative to the configuration file's directory.
        case file(String)
    }

    public var storage: Storage
    /// The most bytes of traces that are kept; the oldest go first.
    public var bytes: Int
    /// Traces older than this are forgotten.
    public var age: Duration
    /// The most new traces a second that are written; the others are counted and passed over, whole.
    public var intakePerSecond: Int

    public init(
        storage: Storage = .memory,
        bytes: Int = 64 << 20,
        age: Duration = .seconds(3600),
        intakePerSecond: Int = 50
    ) {
        self.storage = storage
        self.bytes = bytes
        self.age = age
        self.intakePerSecond = intakePerSecond
    }
}
