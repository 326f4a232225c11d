// What happened on one descriptor?

import CLinux

/// One event of a poller.
public struct PollEvent: Sendable {
    /// What the descriptor was registered with; see `Token`.
    public let token: UInt64
    private let flags: UInt32

    init(token: UInt64, flags: UInt32) {
        self.token = token
        self.flags = flags
    }

    /// There are bytes, a connection to accept, or an end to read.
    public var readable: Bool { flags & EPOLLIN.rawValue != 0 }
    public var writable: Bool { flags & EPOLLOUT.rawValue != 0 }
    /// The peer will send no more (FIN), or the connection is gone in both directions.
    public var hangup: Bool { flags & (EPOLLRDHUP.rawValue | EPOLLHUP.rawValue) != 0 }
    /// Both directions are closed.
    public var closed: Bool { flags & EPOLLHUP.rawValue != 0 }
    /// The socket has an error; the next read, write or `Dialer.finish` tells which.
    public var error: Bool { flags & EPOLLERR.rawValue != 0 }
}
