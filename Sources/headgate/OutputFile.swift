// Where do lines of text go that are not for a socket?

import Glibc
import Wire

/// A file that is appended to, or a standard stream.
struct OutputFile: ~Copyable {
    private let descriptor: Int32
    private let isOwned: Bool

    /// Opens `path` for appending and makes it when it is not there.
    init(appendingTo path: String) throws(SystemError) {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
        isOwned = true
        if descriptor < 0 { throw SystemError(call: "open", errno: errno) }
    }

    private init(borrowing descriptor: Int32) {
        self.descriptor = descriptor
        isOwned = false
    }

    static var stdout: OutputFile { OutputFile(borrowing: STDOUT_FILENO) }

    deinit { if isOwned { close(descriptor) } }

    /// Writes all of `bytes`, waiting where it must; false when the file takes no more.
    borrowing func write(_ bytes: [UInt8]) -> Bool { Self.write(bytes, to: descriptor) }

    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            // Sound: the array lends its bytes for the length of the call, and `done` is below its count.
            let answer = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress! + done, $0.count - done)
            }
            if answer >= 0 {
                done += answer
            } else if errno == EAGAIN {
                waitUntilWritable(descriptor)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    /// A stream that was made non-blocking by whoever started us.
    private static func waitUntilWritable(_ descriptor: Int32) {
        var wish = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&wish, 1, -1)
    }

    /// Puts `bytes` into `path` in one step: whoever reads the file sees the old content or the new, never a half.
    static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
        let draft = path + ".new"
        var status = stat()
        // Sound: the kernel fills the structure, which lives through the call.
        let mode = unsafe stat(path, &status) == 0 ? status.st_mode & 0o777 : 0o644
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        if descriptor < 0 { throw SystemError(call: "open", errno: errno) }
        let isWritten = write(bytes, to: descriptor)
        let fault = errno
        close(descriptor)
        if !isWritten { throw SystemError(call: "write", errno: fault) }
        if unsafe rename(draft, path) < 0 { throw SystemError(call: "rename", errno: errno) }
    }
}
