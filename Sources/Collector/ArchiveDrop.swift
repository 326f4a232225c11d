// Why is a span not in the archive?

/// The bounded set of reasons; the raw value is the metric's label.
public enum ArchiveDrop: String, CaseIterable, Hashable, Sendable {
    /// The worker's ring had no room.
    case ringFull = "ring_full"
    /// Its trace was one too many for that second.
    case intakeRate = "intake_rate"
    /// It is in the archive already.
    case duplicate
    /// Its trace has as many spans as one may have.
    case traceTooLarge = "trace_too_large"
    /// SQLite could not keep it.
    case writeFailed = "write_failed"
}
