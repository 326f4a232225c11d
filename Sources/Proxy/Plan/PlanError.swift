// Why can a configuration that reads well not be run?

import Routing
import Wire

/// What shows only when files are opened and names are bound.
public enum PlanError: Error, CustomStringConvertible {
    /// A certificate, key or authority file is unreadable or wrong.
    case tls(listener: String, TLSSetupError)
    case upstreamTLS(cluster: String, TLSSetupError)
    /// A route's name does not lead to an address.
    case unbound(route: String, name: String, reason: String)

    public var description: String {
        switch self {
        case .tls(let listener, let error): "listen \(listener): \(error)"
        case .upstreamTLS(let cluster, let error): "cluster \(cluster): \(error)"
        case .unbound(let route, let name, let reason): "route \(route): \(name) is not bound: \(reason)"
        }
    }
}
