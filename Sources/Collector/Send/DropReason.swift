// Why did a sampled span not reach its destination?

/// The bounded set of reasons; the raw value is the metric's label.
public enum DropReason: String, CaseIterable, Hashable, Sendable {
    /// The worker's ring had no room: the collector did not keep up.
    case ringFull = "ring_full"
    /// The span alone is larger than a message may be.
    case oversized = "oversized"
    /// The record in the ring made no sense; a defect of ours.
    case unreadable = "unreadable"
    /// The destination's queue had no room: the destination did not keep up, or is down.
    case queueFull = "queue_full"
    /// The destination answered that it will not take the message (4xx but 429, or a redirect).
    case rejected = "rejected"
    /// The message failed again and again until it was too old.
    case expired = "expired"
    /// The gateway stopped before the message was taken.
    case shutdown = "shutdown"
}
