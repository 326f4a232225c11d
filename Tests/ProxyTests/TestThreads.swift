// Who does a second thing at the same time?

import Foundation

/// Threads of a test's own: blocking calls would hold up the tests' shared pool.
enum TestThreads {
    static func run(_ body: @escaping () -> Void) {
        // Sound: each test hands over what no other thread touches meanwhile, or what is safe to share.
        nonisolated(unsafe) let body = body
        Thread.detachNewThread { unsafe body() }
    }
}
