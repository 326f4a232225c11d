// Why can the gateway not start?

import Archive
import Proxy
import Wire

/// What stands between a checked configuration and a running gateway; each names the thing to look at.
enum GatewayFault: Error, CustomStringConvertible {
    /// A certificate or key cannot be used, or a name is not bound.
    case plan(PlanError)
    /// A listener's address cannot be bound.
    case start(StartError)
    case accessLog(path: String, SystemError)
    case archive(ArchiveError)
    case admin(address: String, SystemError)
    /// A destination of spans cannot be set up: its URL, and why.
    case exporter(String, String)
    case system(SystemError)

    var description: String {
        switch self {
        case .plan(let error): error.description
        case .start(let error): error.description
        case .accessLog(let path, let error): "the access log \(path) cannot be opened: \(error)"
        case .archive(let error): "the archive of traces cannot be opened: \(error)"
        case .admin(let address, let error): "the admin listener cannot listen on \(address): \(error)"
        case .exporter(let url, let reason): "spans cannot be sent to \(url): \(reason)"
        case .system(let error): "the system refused: \(error)"
        }
    }
}
