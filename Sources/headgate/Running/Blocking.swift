// How does a thread without a loop wait for something asynchronous?

import Synchronization
import Wire

/// The bridge from plain threads, of which the process has two (main and drain), to the cold loops.
enum Blocking {
    private final class Answer<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }

    /// Runs `body` as a task on `loop` and blocks the calling thread until it has ended. Never called on a loop.
    static func wait<Value: Sendable>(
        on loop: LoopExecutor,
        _ body: @escaping @Sendable () async -> Value
    ) throws(SystemError) -> Value {
        precondition(!loop.isCurrent, "A loop cannot wait for itself.")
        let bell = try Mailbox<Void>()
        var poller = try Poller(capacity: 1)
        try poller.addListening(bell.wakeDescriptor, token: 0)
        let answer = Answer<Value>()
        Task(executorPreference: loop) {
            let value = await body()
            answer.value.withLock { $0 = value }
            bell.post(())
        }
        while true {
            if let value = answer.value.withLock({ $0 }) { return value }
            _ = poller.wait(timeoutMilliseconds: -1)
        }
    }
}
