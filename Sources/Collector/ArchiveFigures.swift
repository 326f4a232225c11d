// What has become of the spans that could have been kept?

import Archive

/// Counts of the archive at one moment: `sampled + received == kept + waiting + droppedSpans`.
public struct ArchiveFigures: Hashable, Sendable {
    /// Spans that workers recorded, or tried to.
    public var sampled: UInt64 = 0
    /// Spans that others sent to the admin listener.
    public var received: UInt64 = 0
    public var kept: UInt64 = 0
    /// In the rings, or taken and not yet written.
    public var waiting: UInt64 = 0
    public var dropped: [ArchiveDrop: UInt64] = [:]
    /// Traces and spans that had to make room, over all time.
    public var evicted = EvictedTraces()
    /// The last error of SQLite, until a write succeeds again.
    public var error: ArchiveError?

    public init() {}

    public var droppedSpans: UInt64 { dropped.values.reduce(0, +) }
    public var addsUp: Bool { sampled + received == kept + waiting + droppedSpans }
}
