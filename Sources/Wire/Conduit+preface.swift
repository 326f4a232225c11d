// What passes in plain before a connection, TLS or not, begins?

import Bytes

/// Bytes before the first handshake: a header by which a proxy says for whom it connects, such as the PROXY protocol's.
///
/// Such bytes are looked at in the socket and then taken off it to the byte, so that TLS finds its own first byte where
/// it belongs.
extension Conduit {
    /// Looks at the first bytes that wait in the socket, at most `limit`, and takes none of them.
    ///
    /// `.bytes` holds all of them, those of the last look included; `isPrefaceCut` says whether there can be more.
    /// `.end` means that the peer ended without a byte.
    public mutating func peekPreface(limit: Int, _ io: inout IOScratch) -> ReadStep {
        let count = io.peekPlain(fd, count: limit)
        if count > 0 { return .bytes(io.plain(count)) }
        if count == 0 { return .end }
        if Syscall.wouldBlock(count) {
            isDrained = true
            return .wouldBlock
        }
        return .failed(.system(SystemError(call: "recv", answer: count)))
    }

    /// Whether the peer has finished, so that bytes which are missing now will never come.
    public var isPrefaceCut: Bool { peerHasFinished }

    /// Takes exactly `count` bytes off the socket, which `peekPreface` has shown. Reading goes on behind them.
    /// - Returns: whether the socket gave them.
    public mutating func takePreface(_ count: Int, _ io: inout IOScratch) -> Bool {
        count == 0 || io.takePlain(fd, count: count) == count
    }

    /// Sends `bytes` in plain, before the first `handshake` or `write`. What the socket refuses goes out before these.
    public mutating func sendPreface(_ bytes: ByteView) -> WriteStep { writePlain(bytes, .empty, .empty) }
}
