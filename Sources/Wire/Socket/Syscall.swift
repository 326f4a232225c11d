// Did the kernel do it? The only place that knows EINTR.

import Bytes
import CLinux

/// The answers of system calls: a value, or a `SystemError`; an interrupted call is made again here.
enum Syscall {
    /// Repeats `body` while a signal interrupts it. `body` answers like the shims: a result, or a negated errno.
    static func retrying(_ body: () -> Int) -> Int {
        while true {
            let answer = body()
            if answer != -Int(EINTR) { return answer }
        }
    }

    /// The result of `body`, or the error of the call named `call`.
    static func checked(_ call: StaticString, _ body: () -> Int32) throws(SystemError) -> Int32 {
        let answer = retrying { Int(body()) }
        if answer < 0 { throw SystemError(call: call, answer: answer) }
        return Int32(truncatingIfNeeded: answer)
    }

    /// Whether an answer means that the call would have had to wait.
    static func wouldBlock(_ answer: Int) -> Bool { answer == -Int(EAGAIN) }

    /// Receives at most `count` bytes; the number, 0 at the end of the stream, or a negated errno.
    @unsafe
    static func receive(_ fd: Int32, into pointer: UnsafeMutableRawPointer, count: Int) -> Int {
        while true {
            let answer = unsafe CLinux_recv(fd, pointer, count)
            if answer != -Int(EINTR) { return answer }
        }
    }

    /// Looks at up to `count` bytes that stay where they are; the number, 0 at the end, or a negated errno.
    @unsafe
    static func peek(_ fd: Int32, into pointer: UnsafeMutableRawPointer, count: Int) -> Int {
        while true {
            let answer = unsafe CLinux_peek(fd, pointer, count)
            if answer != -Int(EINTR) { return answer }
        }
    }

    /// Sends at most `count` bytes without SIGPIPE; the number, or a negated errno.
    @unsafe
    static func send(_ fd: Int32, from pointer: UnsafeRawPointer, count: Int) -> Int {
        while true {
            let answer = unsafe CLinux_send(fd, pointer, count)
            if answer != -Int(EINTR) { return answer }
        }
    }

    /// Sends the bytes of `view`; the number sent, or a negated errno.
    static func send(_ fd: Int32, _ view: ByteView) -> Int {
        // Sound: the view lends its bytes for the length of the call.
        unsafe view.withUnsafeBytes { bytes in
            unsafe bytes.baseAddress.map { unsafe send(fd, from: $0, count: bytes.count) } ?? 0
        }
    }

    /// Sends three runs of bytes with one call; the number sent, or a negated errno.
    static func send(_ fd: Int32, _ first: ByteView, _ second: ByteView, _ third: ByteView) -> Int {
        if second.isEmpty && third.isEmpty { return send(fd, first) }
        // Sound: the views lend their bytes for the length of the call; an empty one is a piece of no bytes.
        var pieces = unsafe (piece(first), piece(second), piece(third))
        return unsafe withUnsafeMutableBytes(of: &pieces) { raw in
            let list = unsafe raw.baseAddress!.assumingMemoryBound(to: iovec.self)
            while true {
                let answer = unsafe CLinux_sendmsg(fd, list, 3)
                if answer != -Int(EINTR) { return answer }
            }
        }
    }

    @unsafe
    private static func piece(_ view: ByteView) -> iovec {
        unsafe view.withUnsafeBytes {
            unsafe iovec(iov_base: UnsafeMutableRawPointer(mutating: $0.baseAddress), iov_len: $0.count)
        }
    }

    /// Closes a descriptor. The number is gone whatever the kernel answers; EBADF is a fault of ours.
    static func close(_ fd: Int32) {
        let answer = CLinux_close(fd)
        precondition(answer != -EBADF, "A descriptor was closed that was not open.")
    }
}
