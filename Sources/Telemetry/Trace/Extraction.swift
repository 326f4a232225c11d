// What a request's fields said about its trace.

/// The result of reading all trace fields of a request. Never an error: what cannot be used is named and counted.
public struct Extraction: Hashable, Sendable {
    /// What of the request's context is usable.
    public enum Outcome: UInt8, Hashable, Sendable {
        /// No trace field at all.
        case absent
        /// Something was sent, nothing of it is usable: start afresh.
        case malformed
        /// A decision without ids (`b3: 0`): new ids, that decision.
        case decisionOnly
        /// Ids, with or without a decision.
        case context
    }

    public var outcome: Outcome
    /// Complete for `.context`; only its decision means something for `.decisionOnly`.
    public var context: TraceContext
    /// The format that gave the ids, when there are any.
    public var format: TraceFormat?
    /// The formats that were present and could not be used, also when another one could.
    public var malformed: TraceFormat.Set
    /// Two formats of one request name different traces; the first in order won.
    public var disagrees: Bool
    /// A valid `tracestate` came with the ids and is to be passed on.
    public var hasTraceState: Bool
    /// The sampling threshold that the sender noted in `tracestate` (`ot=th:`), 0...2^56-1.
    public var incomingThreshold: UInt64?

    public init(outcome: Outcome, context: TraceContext = .empty, format: TraceFormat? = nil) {
        self.outcome = outcome
        self.context = context
        self.format = format
        malformed = []
        disagrees = false
        hasTraceState = false
        incomingThreshold = nil
    }

    public static var absent: Extraction { Extraction(outcome: .absent) }
}
