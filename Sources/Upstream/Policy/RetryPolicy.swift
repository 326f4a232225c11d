// May a failed attempt be repeated without doing something twice?

import HTTP

/// The only safe repetitions: nothing was sent, or a kept connection died under an idempotent request before its answer.
///
/// A server may close an idle connection at any moment; a client that loses this race cannot know whether its request
/// was seen, so only an idempotent one is sent again, and only when the connection had been used before
/// (RFC 9110, 9.2.2; RFC 9112, 9.3.1).
public struct RetryPolicy: Equatable, Sendable {
    /// How many attempts may follow the first.
    public var limit: Int

    /// How often a request is tried again that was refused unseen, whatever the limit.
    private static var refusalsTried: Int { 3 }

    public init(limit: Int) { self.limit = limit }

    public func allows(
        after failure: UpstreamFailure,
        retriesSoFar: Int,
        method: Method,
        connectionWasReused: Bool,
        bodyCanBeReplayed: Bool
    ) -> Bool {
        // A refused stream was no attempt at the service, which said so itself (RFC 9113, 8.7).
        let limit = failure == .streamRefused ? max(limit, Self.refusalsTried) : limit
        guard retriesSoFar < limit, bodyCanBeReplayed else { return false }
        if failure.nothingWasSent { return true }
        return failure == .resetBeforeAnswer && connectionWasReused && method.isIdempotent
    }
}
