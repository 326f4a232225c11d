// Where in which trace a message stands, as it travels between processes.

/// The identity of a span, its parent, and the decision that goes with it. A plain value without invariants: a reader
/// makes one from fields, a writer turns it into fields.
public struct TraceContext: Hashable, Sendable {
    public var traceID: TraceID
    public var spanID: SpanID
    /// `.none` for a root, and when the format does not carry it (W3C).
    public var parentID: SpanID
    public var decision: Decision
    /// The W3C random flag: the maker of the trace id says that its right-most seven bytes are random. It is passed on as
    /// it came for as long as the trace id is kept.
    public var hasRandomFlag: Bool
    /// The explicit randomness of the trace (`ot=rv:` of tracestate, 56 bits), or nil when the trace id itself serves.
    public var explicitRandomness: UInt64?

    public init(
        traceID: TraceID,
        spanID: SpanID,
        parentID: SpanID = .none,
        decision: Decision = .deferred,
        hasRandomFlag: Bool = false,
        explicitRandomness: UInt64? = nil
    ) {
        self.traceID = traceID
        self.spanID = spanID
        self.parentID = parentID
        self.decision = decision
        self.hasRandomFlag = hasRandomFlag
        self.explicitRandomness = explicitRandomness
    }

    /// No ids and no decision.
    public static var empty: TraceContext { TraceContext(traceID: .none, spanID: .none) }

    public var hasIdentity: Bool { traceID.isValid && spanID.isValid }

    /// The 56 bits on which a consistent sampler decides.
    public var randomness: UInt64 { explicitRandomness ?? traceID.randomness }

    /// The context of a new span below this one.
    public func child(_ spanID: SpanID) -> TraceContext {
        var child = self
        child.parentID = self.spanID
        child.spanID = spanID
        return child
    }
}
