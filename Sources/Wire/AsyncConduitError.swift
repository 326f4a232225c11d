// Why did an operation on an awaited conduit end without its result?

/// A failure of an `AsyncConduit`. After any of these the conduit is of no use: close it.
public enum AsyncConduitError: Error, Sendable, Equatable {
    /// The deadline passed.
    case timedOut
    /// The task was cancelled.
    case cancelled
    /// The conduit was closed on this side.
    case closed
    /// TLS ended without close_notify: what came before may be only a part.
    case truncated
    /// No connection was made.
    case connect(SystemError)
    /// The handshake failed.
    case handshake(TLSError)
    /// The connection broke.
    case failed(ConduitError)
}

extension AsyncConduitError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .timedOut: "the time is up"
        case .cancelled: "the operation was cancelled"
        case .closed: "the connection is closed"
        case .truncated: "the TLS connection ended without close_notify"
        case .connect(let error): error.description
        case .handshake(let error): "TLS handshake: \(error)"
        case .failed(let error): error.description
        }
    }
}
