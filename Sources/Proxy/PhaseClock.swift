// When did an exchange pass which station?

import Time

/// The instants at which an exchange passed its stations; `.zero` where it has not been. They become the annotations of
/// its spans; while nothing is traced they cost a store each.
struct PhaseClock: Sendable {
    var headComplete = Instant.zero
    var routed = Instant.zero
    var attemptBegan = Instant.zero
    var connectBegan = Instant.zero
    var connected = Instant.zero
    var requestSent = Instant.zero
    var firstByte = Instant.zero
    var lastByte = Instant.zero
    /// Whether the attempt took a connection that had served before.
    var reusedConnection = false

    /// Forgets what belonged to the attempt that failed.
    mutating func beginAttempt(at now: Instant) {
        attemptBegan = now
        connectBegan = .zero
        connected = .zero
        requestSent = .zero
        firstByte = .zero
        lastByte = .zero
        reusedConnection = false
    }
}
