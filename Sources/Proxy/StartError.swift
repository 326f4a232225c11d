// Why can the workers not start?

import Wire

/// What goes wrong before the first connection.
public enum StartError: Error, CustomStringConvertible {
    /// A listener's address cannot be used; most often the port is in use or needs more rights.
    case bind(String, SystemError)
    case system(SystemError)

    public var description: String {
        switch self {
        case .bind(let address, let error): "cannot listen on \(address): \(error)"
        case .system(let error): "the system refused a worker: \(error)"
        }
    }
}
