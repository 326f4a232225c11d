// Why did a request of the gateway's own client get no answer?

import HTTP
import Wire

/// A failure of `Client.send`. An answer with an error status is no failure.
public enum ClientError: Error, Sendable, Equatable {
    /// The host name has no address.
    case unresolved(HostResolver.Failure)
    /// No address of the host took the connection; what the last one said.
    case connect(AsyncConduitError)
    /// TLS could not be set up on this side, for example for want of authorities.
    case tlsSetup(TLSSetupError)
    /// The total time was up.
    case timedOut
    /// The connection broke before the answer was whole; the server may or may not have acted on the request.
    case connectionLost(AsyncConduitError)
    /// The server ended the connection before the answer was whole.
    case endedEarly
    /// The answer is no HTTP/1.1, or exceeds a limit.
    case malformed(H1Error)
    /// The task was cancelled.
    case cancelled
}

extension ClientError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unresolved(let failure): failure.description
        case .connect(let error): "no connection: \(error)"
        case .tlsSetup(let error): "TLS cannot be set up: \(error)"
        case .timedOut: "no whole answer within the time limit"
        case .connectionLost(let error): "the connection was lost: \(error)"
        case .endedEarly: "the server closed the connection before its answer was whole"
        case .malformed(let error): "the answer is not acceptable: \(error.reason)"
        case .cancelled: "the request was cancelled"
        }
    }
}
