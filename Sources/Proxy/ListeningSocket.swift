// How does a bound socket get from the starting thread to its worker?

import Synchronization
import Wire

/// One listening socket on its way to a worker: put in once, taken out once.
final class ListeningSocket: Sendable {
    private let waiting: Mutex<Acceptor?>

    init(_ acceptor: consuming sending Acceptor) { waiting = Mutex(acceptor) }

    /// Hands the socket to the worker; nil when it was taken before.
    func take() -> Acceptor? {
        waiting.withLock { acceptor in
            var taken: Acceptor? = nil
            swap(&taken, &acceptor)
            return taken
        }
    }
}
