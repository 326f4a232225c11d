// Where is a client sent?

/// The `Location` of a redirect.
public enum RedirectTarget: Sendable, Equatable {
    /// The same host, path and query with `https://` in front (without the port).
    case https
    /// This URL or absolute path, as it is.
    case location(String)
}
