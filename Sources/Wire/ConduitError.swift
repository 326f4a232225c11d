// Why did a conduit fail?

/// A failure of the socket or of TLS. A plain value without memory behind it.
public enum ConduitError: Error, Sendable, Equatable {
    case system(SystemError)
    case tls(TLSError)
}

extension ConduitError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .system(let error): error.description
        case .tls(let error): error.description
        }
    }
}
