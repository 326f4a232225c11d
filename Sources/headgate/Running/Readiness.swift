// Does the gateway want traffic now?

import Admin
import Synchronization

/// What `/ready` answers, set by the supervisor and read by the admin's loop.
final class Readiness: Sendable {
    private let state = Mutex(AdminReadiness.starting)

    var current: AdminReadiness { state.withLock { $0 } }

    func become(_ next: AdminReadiness) { state.withLock { $0 = next } }
}
