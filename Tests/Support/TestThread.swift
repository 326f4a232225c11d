// Who plays the parts of the other side?

import Foundation

/// Threads for origins and sinks: tests block, so whoever answers them must run elsewhere.
enum TestThread {
    static func start(_ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread(body)
    }
}
