// How does another thread tell a loop something?

import CLinux
import Synchronization

/// Messages for one loop from any thread, with a descriptor that wakes it.
///
/// The loop registers `wakeDescriptor` with `Poller.addListening`, and on its event calls `drain` until its work is
/// done; `drain` sets the descriptor back first, so that no message that comes meanwhile is slept through.
public final class Mailbox<Message: Sendable>: Sendable {
    private let messages = Mutex<[Message]>([])
    private let wake: FileDescriptor

    public init() throws(SystemError) {
        wake = FileDescriptor(taking: try Syscall.checked("eventfd") { CLinux_eventfd() })
    }

    /// Readable while messages may wait.
    public var wakeDescriptor: Int32 { wake.rawValue }

    /// Puts a message in and wakes the loop, with a system call only for the first one since the last `drain`.
    public func post(_ message: consuming sending Message) {
        let message = message
        let first = messages.withLock { list in
            list.append(message)
            return list.count == 1
        }
        if first { signal() }
    }

    /// Takes out all messages, oldest first.
    public func drain() -> [Message] {
        acknowledge()
        return messages.withLock { list in
            let taken = list
            list = []
            return taken
        }
    }

    /// Sets the wake descriptor back without taking messages; a later `post` into the non-empty box is silent.
    public func acknowledge() { _ = CLinux_eventfd_clear(wake.rawValue) }

    private func signal() { _ = CLinux_eventfd_signal(wake.rawValue) }
}
