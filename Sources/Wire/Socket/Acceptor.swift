// Who knocks? The listening socket of one worker.

import Bytes
import CLinux

/// A non-blocking listening socket.
///
/// With `reusePort` every worker opens its own on the same address and the kernel spreads connections over them
/// (SO_REUSEPORT, Linux 3.9). A unix socket cannot be shared that way: the first worker opens it, others duplicate it.
public struct Acceptor: ~Copyable, Sendable {
    private let descriptor: FileDescriptor
    /// Where it listens; the port is the real one when 0 was asked for.
    public let localAddress: SocketAddress
    private let ownsPath: Bool

    /// Opens, binds and listens. Throws `SystemError` with `bind` and EADDRINUSE, EACCES and the like.
    public init(address: SocketAddress, reusePort: Bool = false, backlog: Int32 = 4096) throws(SystemError) {
        let descriptor = try Self.open(address)
        let fd = descriptor.rawValue
        if case .ip(let ip, _) = address {
            _ = try Syscall.checked("setsockopt SO_REUSEADDR") { CLinux_set_reuse_address(fd) }
            if reusePort { _ = try Syscall.checked("setsockopt SO_REUSEPORT") { CLinux_set_reuse_port(fd) } }
            if !ip.isIPv4 {
                let only: Int32 = ip == SocketAddress.anyHost ? 0 : 1
                _ = try Syscall.checked("setsockopt IPV6_V6ONLY") { CLinux_set_ipv6_only(fd, only) }
            }
            // Accepted sockets inherit this on Linux, which saves a call for each of them.
            _ = try Syscall.checked("setsockopt TCP_NODELAY") { CLinux_set_tcp_nodelay(fd) }
        }
        try Self.bind(fd, to: address)
        _ = try Syscall.checked("listen") { CLinux_listen(fd, backlog) }
        localAddress = try Self.name(of: fd, bound: address)
        self.descriptor = descriptor
        if case .unix = address { ownsPath = true } else { ownsPath = false }
    }

    /// Shares the socket of another acceptor, which keeps the ownership of a unix path.
    public init(sharing other: borrowing Acceptor) throws(SystemError) {
        let source = other.descriptor.rawValue
        descriptor = FileDescriptor(taking: try Syscall.checked("dup") { CLinux_duplicate(source) })
        localAddress = other.localAddress
        ownsPath = false
    }

    deinit {
        if ownsPath, case .unix(let path) = localAddress { _ = unsafe CLinux_unlink(path) }
    }

    /// The number to register with a poller.
    public var rawDescriptor: Int32 { descriptor.rawValue }

    /// Takes one waiting connection.
    public borrowing func accept() -> AcceptResult {
        var peer = CLinux_Address()
        while true {
            let answer = unsafe CLinux_accept(descriptor.rawValue, &peer)
            if answer >= 0 { return unsafe .connection(fd: answer, peer: SocketAddress(kernel: &peer)) }
            // A peer that left while it waited is not worth a word; the next one may be behind it.
            if answer == -EINTR || answer == -ECONNABORTED || answer == -EPROTO { continue }
            return answer == -EAGAIN ? .wouldBlock : .failed(SystemError(call: "accept4", answer: Int(answer)))
        }
    }

    private static func open(_ address: SocketAddress) throws(SystemError) -> FileDescriptor {
        let family = address.family
        return FileDescriptor(taking: try Syscall.checked("socket") { CLinux_socket_stream(family) })
    }

    private static func bind(_ fd: Int32, to address: SocketAddress) throws(SystemError) {
        var kernel = try address.kernelAddress()
        var answer = unsafe CLinux_bind(fd, &kernel)
        if answer == -EADDRINUSE, case .unix(let path) = address, isAbandoned(address) {
            _ = unsafe CLinux_unlink(path)
            answer = unsafe CLinux_bind(fd, &kernel)
        }
        if answer < 0 { throw SystemError(call: "bind", answer: Int(answer)) }
    }

    /// Whether a unix path is left over from a process that is gone: nobody answers there.
    private static func isAbandoned(_ address: SocketAddress) -> Bool {
        guard let probe = try? open(address), var kernel = try? address.kernelAddress() else { return false }
        return unsafe CLinux_connect(probe.rawValue, &kernel) == -ECONNREFUSED
    }

    private static func name(of fd: Int32, bound: SocketAddress) throws(SystemError) -> SocketAddress {
        guard case .ip = bound else { return bound }
        var kernel = CLinux_Address()
        let answer = unsafe CLinux_getsockname(fd, &kernel)
        if answer < 0 { throw SystemError(call: "getsockname", answer: Int(answer)) }
        return SocketAddress(kernel: &kernel)
    }
}
