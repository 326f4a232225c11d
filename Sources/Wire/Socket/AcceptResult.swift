// What came of asking a listening socket for a connection?

/// The answer of `Acceptor.accept`.
public enum AcceptResult {
    /// A connected, non-blocking descriptor that the caller now owns, and who is at the other end.
    case connection(fd: Int32, peer: SocketAddress)
    /// Nobody waits.
    case wouldBlock
    /// The kernel refused, for example for want of descriptors (EMFILE): the connection still waits, so the caller
    /// should make room or pause before it asks again.
    case failed(SystemError)
}
