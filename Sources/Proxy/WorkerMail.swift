// What can another thread ask of a worker?

import Time

/// A message to a worker, taken between two turns of its loop.
public enum WorkerMail: Sendable {
    /// Take nothing new, finish what runs, then stop; cut what still runs at the given instant.
    case drain(until: Instant)
}
