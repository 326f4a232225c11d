// On which thread does a loop run?

import CLinux
import Synchronization

/// A named, joinable thread of the kernel that blocks all signals.
///
/// A thread that is not joined runs on by itself; the object may go before it.
public final class LoopThread: Sendable {
    private let handle: Mutex<UInt64?>

    private init(handle: UInt64) { self.handle = Mutex(handle) }

    /// Starts `body` on a new thread.
    ///
    /// `name` is cut to 15 bytes, which is what Linux keeps. `affinity` is a processor number that this process may
    /// use (see `processors`); nil lets the kernel move the thread.
    public static func start(
        name: String,
        affinity: Int? = nil,
        body: @escaping @Sendable () -> Void
    ) throws(SystemError) -> LoopThread {
        // The thread takes this reference in `enter`.
        let context = unsafe Unmanaged.passRetained(ThreadBody(body)).toOpaque()
        let enter: CLinux_ThreadBody = { context in
            // Sound: the reference was retained for exactly this one call.
            unsafe Unmanaged<ThreadBody>.fromOpaque(context!).takeRetainedValue().run()
        }
        var handle: UInt64 = 0
        let answer = unsafe CLinux_thread_start(&handle, name, Int32(affinity ?? -1), enter, context)
        if answer < 0 {
            unsafe Unmanaged<ThreadBody>.fromOpaque(context).release()
            throw SystemError(call: "pthread_create", answer: Int(answer))
        }
        return LoopThread(handle: handle)
    }

    /// Waits for the end of the thread; a second call does nothing.
    public func join() {
        let taken = handle.withLock { handle in
            defer { handle = nil }
            return handle
        }
        if let taken { _ = CLinux_thread_join(taken) }
    }

    /// The processors that this process may run on; `workers auto` has one worker for each.
    public static var processors: [Int] {
        (0..<Int(CLinux_processor_count())).map { Int(CLinux_processor_at(Int32($0))) }.filter { $0 >= 0 }
    }
}

/// What a new thread runs, as an object that its start can carry through C.
private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
