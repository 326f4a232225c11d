// What came of one step of a handshake?

/// The answer of `Conduit.handshake`.
public enum HandshakeStep: Sendable {
    /// Both ends agree; bytes may flow. A plain conduit is done at once.
    case done
    /// Call again after the next readable event.
    case wantsRead
    /// Call again after the next writable event.
    case wantsWrite
    /// It is over. An alert may have been sent; the caller closes.
    case failed(TLSError)
}
