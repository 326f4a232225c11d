// How does a connection to an address begin, without waiting for it?

import CLinux

/// Non-blocking connects: `start`, wait until the descriptor is writable, `finish`.
public enum Dialer {
    /// Begins to connect and answers a descriptor that the caller owns. Nagle's algorithm is off.
    ///
    /// Throws what the kernel knows at once, such as ECONNREFUSED for a unix socket or ENETUNREACH.
    public static func start(to address: SocketAddress) throws(SystemError) -> Int32 {
        let family = address.family
        let descriptor = FileDescriptor(taking: try Syscall.checked("socket") { CLinux_socket_stream(family) })
        let fd = descriptor.rawValue
        if family != AF_UNIX { _ = try Syscall.checked("setsockopt TCP_NODELAY") { CLinux_set_tcp_nodelay(fd) } }
        var kernel = try address.kernelAddress()
        let answer = unsafe CLinux_connect(fd, &kernel)
        // EINTR leaves the connect under way, just like EINPROGRESS; asking again would answer EALREADY.
        if answer < 0, answer != -EINPROGRESS, answer != -EINTR {
            throw SystemError(call: "connect", answer: Int(answer))
        }
        return descriptor.release()
    }

    /// What became of it, once the descriptor is writable or has an error: nil is success.
    public static func finish(_ fd: Int32) -> SystemError? {
        let answer = CLinux_take_socket_error(fd)
        if answer == 0 { return nil }
        return SystemError(call: "connect", errno: answer < 0 ? -answer : answer)
    }
}
