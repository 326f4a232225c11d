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

    public init(limit: Int) { self.limit = limit }

    public func allows(
        after failure: UpstreamFailure,
        retriesSoFar: Int,
        method: Method,
        connectionWasReused: Bool,
        bodyCanBeReplayed: Bool
    ) -> Bool {
        guard retriesSoFar < limit, bodyCanBeReplayed else { return false }
        if failure.nothingWasSent { return true }
        return failure == .resetBeforeAnswer && connectionWasReused && method.isIdempotent
    }
}
