// Why did a wait end?

/// What a task is told that waited on a loop.
public enum WaitOutcome: Sendable, Hashable {
    /// The descriptor is ready, or has an error that the next read or write will tell. With `hangup` the peer has sent
    /// its last byte, or the connection broke: read until the end shows, no further event will come.
    case ready(hangup: Bool)
    /// The deadline passed first. For a task that only sleeps, this is the regular end.
    case timedOut
    /// The task was cancelled.
    case cancelled
    /// The descriptor was taken off the loop.
    case closed
}
