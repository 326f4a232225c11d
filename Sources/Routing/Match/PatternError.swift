// Why is a host, a path or a matcher of the configuration not understood, and what should stand there?

/// A pattern that cannot be used. `suggestion`, where there is one, is text that can be written in its place.
public enum PatternError: Error, Hashable, Sendable {
    /// The host carries a port; routes are chosen by name, and the port is the listener's.
    case hostHasPort(suggestion: String)
    /// A `*` stands somewhere else than as the whole first label.
    case wildcardInsideHost(suggestion: String)
    /// Longer than `HostPattern.maximumLength`.
    case hostIsTooLong
    /// Neither a DNS name nor an address.
    case hostIsNoName(String)

    /// The path does not begin with `/`.
    case pathIsRelative(suggestion: String)
    /// A `*` stands somewhere else than as the whole last segment.
    case wildcardInsidePath(suggestion: String)
    /// The path has a query or a fragment, which paths are matched without.
    case pathHasQuery(suggestion: String)
    /// Requests are normalised before they are routed, so this spelling is never seen; `suggestion` is what is.
    case pathIsNotNormal(suggestion: String)
    /// No request with such a path gets as far as the router.
    case pathIsRefused
    /// Regular expressions are not understood.
    case regularExpression

    /// A method list without a method.
    case noMethods
    /// The method, header or parameter name is not a token (RFC 9110, 5.6.2).
    case notAToken(String)
    /// A matcher kind other than `method`, `header` and `query`.
    case unknownMatcher(String)
    /// The matcher has too many or too few values.
    case wrongValueCount(matcher: String, usage: String)

    /// What to write instead, when that can be told.
    public var suggestion: String? {
        switch self {
        case .hostHasPort(let text), .wildcardInsideHost(let text), .pathIsRelative(let text),
            .wildcardInsidePath(let text), .pathHasQuery(let text), .pathIsNotNormal(let text):
            text
        case .wrongValueCount(_, let usage): usage
        default: nil
        }
    }
}

extension PatternError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .hostHasPort: "a host is written without its port"
        case .wildcardInsideHost: "a wildcard stands only as the whole first label of a host"
        case .hostIsTooLong: "a host has at most \(HostPattern.maximumLength) bytes"
        case .hostIsNoName(let text): "\"\(text)\" is neither a host name nor an address"
        case .pathIsRelative: "a path begins with /"
        case .wildcardInsidePath: "a wildcard stands only as the whole last segment of a path"
        case .pathHasQuery: "a path is matched without query and fragment; use match query"
        case .pathIsNotNormal: "requests are normalised before they are routed, and never have this path"
        case .pathIsRefused: "a request with this path is refused before it is routed"
        case .regularExpression: "regular expressions are not supported yet"
        case .noMethods: "match method needs at least one method"
        case .notAToken(let text): "\"\(text)\" is not a token"
        case .unknownMatcher(let text): "unknown matcher \"\(text)\"; there are method, header and query"
        case .wrongValueCount(let matcher, _): "match \(matcher) has the wrong number of values"
        }
    }
}
