// How did a process end?

/// What `waitpid` told about a process that is gone.
public enum ExitReason: Equatable, Sendable {
    case code(Int32)
    case signal(Int32)

    /// Takes the status word apart as POSIX lays it out: low seven bits the signal, the byte above the exit code.
    init(waitStatus status: Int32) {
        let signal = status & 0x7F
        self = signal == 0 ? .code((status >> 8) & 0xFF) : .signal(signal)
    }
}
