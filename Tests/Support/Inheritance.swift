// Which descriptors does a child process get?

import Glibc
import Synchronization

/// Keeps our descriptors out of the programs that tests start: a listening socket that lives on in a gateway would
/// answer for an origin that has stopped.
///
/// Swift cannot import the calls that open a descriptor with close-on-exec in one step, so opening and marking it
/// excludes starting a child by a lock.
enum Inheritance {
    private static let turn = Mutex(())

    /// Opens a descriptor by `open` and marks it; a negative answer is passed on.
    static func opening(_ open: () -> Int32) -> Int32 {
        turn.withLock { _ in
            let descriptor = open()
            if descriptor >= 0 { mark(descriptor) }
            return descriptor
        }
    }

    /// Runs `start`, which starts a child, while nobody has an unmarked descriptor.
    static func starting(_ start: () -> Int32) -> Int32 {
        turn.withLock { _ in start() }
    }

    /// The same for calls that open two.
    static func openingPair(_ open: (inout [Int32]) -> Int32) -> (result: Int32, ends: [Int32]) {
        turn.withLock { _ in
            var ends: [Int32] = [-1, -1]
            let result = open(&ends)
            if result == 0 { ends.forEach(mark) }
            return (result, ends)
        }
    }

    private static func mark(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
}
