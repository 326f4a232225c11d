// Whether a server makes its own span or shares its caller's.

/// How the SERVER span relates to the span id that came with the request.
public enum SpanModel: UInt8, Hashable, Sendable {
    /// A new span below the caller's. The default: at a gateway, shared spans hide its own attempts.
    case child
    /// The same span id on both sides, as Zipkin-only estates may expect ("supportsJoin").
    case shared
}
