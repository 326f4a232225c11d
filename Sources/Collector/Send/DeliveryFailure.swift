// Why was there no answer?

/// The bounded set of ways in which a POST gets no answer; the raw value is the metric's label.
public enum DeliveryFailure: String, Error, CaseIterable, Hashable, Sendable {
    /// The connection could not be made: refused, unreachable, or the name is unknown.
    case unreachable
    /// No answer in time.
    case timeout
    /// The connection ended in the middle.
    case reset
    /// The answer was not HTTP.
    case garbage
    /// TLS could not be agreed on, or the certificate was not the right one.
    case tls
    /// Anything else, such as a local limit.
    case other
}
