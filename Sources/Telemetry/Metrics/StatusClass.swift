// Which kind of end a request or an attempt came to.

/// The hundreds of a status, or that there was none.
public enum StatusClass: UInt8, CaseIterable, Hashable, Sendable {
    /// Ended without a final status: reset, timed out, gone.
    case none
    case informational
    case success
    case redirection
    case clientError
    case serverError

    public init(status: UInt16) {
        switch status {
        case 100..<200: self = .informational
        case 200..<300: self = .success
        case 300..<400: self = .redirection
        case 400..<500: self = .clientError
        case 500..<600: self = .serverError
        default: self = .none
        }
    }

    /// The label of the metrics.
    public var name: StaticString {
        switch self {
        case .none: "none"
        case .informational: "1xx"
        case .success: "2xx"
        case .redirection: "3xx"
        case .clientError: "4xx"
        case .serverError: "5xx"
        }
    }
}
