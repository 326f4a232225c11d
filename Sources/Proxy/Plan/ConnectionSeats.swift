// How many more connections may a listener have?

import Synchronization

/// The connections of one listener, counted over all workers: the one number that they share.
///
/// The kernel spreads newcomers over the workers' sockets unevenly, so a share for each worker would refuse some while
/// others have room. It is touched once for a connection, never for a request.
final class ConnectionSeats: Sendable {
    let limit: Int
    private let taken = Atomic<Int>(0)

    init(limit: Int) { self.limit = limit }

    /// Takes a seat; false when all are taken.
    func take() -> Bool {
        if taken.add(1, ordering: .relaxed).newValue <= limit { return true }
        leave()
        return false
    }

    func leave() { taken.subtract(1, ordering: .relaxed) }
}
