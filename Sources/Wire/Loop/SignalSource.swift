// Which signals did the process get?

import CLinux

/// Signals as something to read instead of something that interrupts.
///
/// Made on the main thread before any other thread starts: the signals are then blocked everywhere, and SIGPIPE with
/// them. The descriptor is registered with `Poller.addListening`.
public struct SignalSource: ~Copyable {
    private let descriptor: FileDescriptor

    /// Blocks `signals` in this thread and all that it starts, and collects them.
    public init(_ signals: [Int32]) throws(SystemError) {
        CLinux_ignore_sigpipe()
        // Sound: the shim reads as many numbers as the array has.
        descriptor = FileDescriptor(
            taking: try Syscall.checked("signalfd") {
                unsafe signals.withUnsafeBufferPointer { unsafe CLinux_signalfd($0.baseAddress, $0.count) }
            }
        )
    }

    /// Readable while a signal waits.
    public var rawDescriptor: Int32 { descriptor.rawValue }

    /// The next signal, or nil when none waits.
    public borrowing func next() -> Int32? {
        let fd = descriptor.rawValue
        let answer = Syscall.retrying { Int(CLinux_signalfd_next(fd)) }
        return answer > 0 ? Int32(truncatingIfNeeded: answer) : nil
    }
}
