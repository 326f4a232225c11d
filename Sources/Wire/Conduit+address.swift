// To which of our addresses is a connection made?

import CLinux

extension Conduit {
    /// Our end of the connection, as the kernel tells it; nil when it is closed. A system call: not for every request.
    public var localAddress: SocketAddress? {
        var name = CLinux_Address()
        guard unsafe CLinux_getsockname(fd, &name) >= 0 else { return nil }
        return SocketAddress(kernel: &name)
    }
}
