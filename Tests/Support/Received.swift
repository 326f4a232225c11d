// What can come out of a socket?

/// One answer of a read: bytes, a clean end of the flow, or its violent one.
public enum Received: Equatable, Sendable {
    case bytes([UInt8])
    /// FIN: the peer finished sending.
    case end
    /// RST, or any other error.
    case reset
}
