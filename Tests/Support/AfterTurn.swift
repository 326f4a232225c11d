// What does an origin do with the connection when it has answered?

/// The end of an origin's turn.
public enum AfterTurn: Sendable {
    /// Wait for the next request.
    case keepAlive
    /// FIN.
    case close
    /// RST.
    case reset
}
