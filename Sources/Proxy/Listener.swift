// Who wants to come in?

import Wire

/// One listening socket of one worker.
struct Listener: ~Copyable {
    var acceptor: Acceptor
    let index: Int
    /// Connections open on it, on this worker.
    var open = 0
}
