// Who wants to come in?

import Time
import Wire

/// One listening socket of one worker.
struct Listener: ~Copyable {
    var acceptor: Acceptor
    let index: Int
    /// Ends a pause that a failed accept made necessary.
    var pause = TimerID.none

    init(acceptor: consuming Acceptor, index: Int) {
        self.acceptor = acceptor
        self.index = index
    }
}
