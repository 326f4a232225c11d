// How much may wait for a destination, and for how long?

import Time

/// The bounds of one destination. A plain value.
public struct DeliveryLimits: Hashable, Sendable {
    /// The longest pause between two failed attempts, unless the destination asks for more. A destination that is back is
    /// found within this time; an attempt costs it so little that there is no reason to wait longer.
    public static let longestPause: Duration = .seconds(5)

    /// The most bytes of encoded batches that wait, the one being sent included.
    public var queueBytes: Int
    /// How long one attempt may take from the first byte sent to the last byte of the answer.
    public var attemptTimeout: Duration
    /// A batch that fails when it is older than this is given up.
    public var giveUpAfter: Duration
    /// A `Retry-After` beyond this counts as this.
    public var longestRetryAfter: Duration
    /// The pauses between failed attempts.
    public var backoff: Backoff

    public init(
        queueBytes: Int = 64 << 20,
        attemptTimeout: Duration = .seconds(10),
        giveUpAfter: Duration = .seconds(600),
        longestRetryAfter: Duration = .seconds(120),
        backoff: Backoff = Backoff(initial: .milliseconds(250), maximum: Self.longestPause)
    ) {
        self.queueBytes = queueBytes
        self.attemptTimeout = attemptTimeout
        self.giveUpAfter = giveUpAfter
        self.longestRetryAfter = longestRetryAfter
        self.backoff = backoff
    }
}
