// How did one attempt to send a message end?

/// What became of one POST.
public enum DeliveryOutcome: Hashable, Sendable {
    /// A whole answer came. `retryAfter` is what its field of that name asked for.
    case answered(status: Int, retryAfter: Duration?)
    /// No answer that could be read; whether the message arrived is unknown.
    case failed(DeliveryFailure)

    /// What follows from the outcome: the destination has the message, will never take it, or may take it later.
    public enum Meaning: Hashable, Sendable { case delivered, rejected, transient }

    /// Zipkin answers 202 when it has queued the spans; a proxy before it may say 429 or any 5xx for a while.
    /// 408 says that the request came too slowly, which another try may mend. No other 4xx gets better.
    public var meaning: Meaning {
        switch self {
        case .answered(200...299, _): .delivered
        case .answered(408, _), .answered(429, _), .answered(500..., _): .transient
        case .answered: .rejected
        case .failed: .transient
        }
    }
}
