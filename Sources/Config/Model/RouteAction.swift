// Pass it on, or answer here?

/// What a route does with a request.
public enum RouteAction: Sendable {
    case to(Destination)
    /// Answered here with this status (301, 302, 303, 307 or 308) and a `Location`.
    case redirect(status: UInt16, target: RedirectTarget)
    /// Answered here with this status and a plain text body, which may be empty.
    case respond(status: UInt16, text: String)
}
