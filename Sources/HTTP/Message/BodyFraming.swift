// Where the body of a message ends.

/// How the end of a body is known (RFC 9112, 6.3).
public enum BodyFraming: Equatable, Sendable {
    /// There is no body.
    case none
    /// So many bytes; 0 is a body that was announced and is empty.
    case length(UInt64)
    /// In chunks, the last of which is empty.
    case chunked
    /// Until the sender closes; only a response may be framed so.
    case untilClose

    /// Whether any byte of body may follow the head.
    public var mayHaveBytes: Bool {
        switch self {
        case .none, .length(0): false
        case .length, .chunked, .untilClose: true
        }
    }
}
