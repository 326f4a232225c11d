// How far has the other end come, in either direction?

import CLinux

extension Conduit {
    /// Whether the peer's end was read: the FIN of a plain conduit, the close_notify of TLS. With TLS bytes may have
    /// come in the same read.
    public var hasReadEnd: Bool {
        if case .end = ending { true } else { false }
    }

    /// Whether something written has not reached the peer's kernel. A system call: not for every request.
    public var hasUntakenOutput: Bool { hasPendingOutput || CLinux_untaken(fd) > 0 }
}
