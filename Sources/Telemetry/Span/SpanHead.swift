// What every span has.

/// The fixed part of a span, known when it ends. A plain value without invariants.
public struct SpanHead: Hashable, Sendable {
    public var traceID: TraceID
    public var spanID: SpanID
    public var parentID: SpanID
    public var kind: SpanKind
    /// Microseconds since the epoch.
    public var startMicroseconds: Int64
    /// Microseconds; a span shorter than one has one.
    public var durationMicroseconds: Int64
    public var isDebug: Bool
    public var isShared: Bool
    /// Whether the span still runs: it is written without a duration, and again when it has ended.
    public var isUnfinished: Bool

    /// The span that `context` identifies.
    public init(
        _ context: TraceContext,
        kind: SpanKind,
        startMicroseconds: Int64,
        durationMicroseconds: Int64,
        isShared: Bool = false,
        isUnfinished: Bool = false
    ) {
        traceID = context.traceID
        spanID = context.spanID
        parentID = context.parentID
        self.kind = kind
        self.startMicroseconds = startMicroseconds
        self.durationMicroseconds = durationMicroseconds
        isDebug = context.decision == .debug
        self.isShared = isShared
        self.isUnfinished = isUnfinished
    }
}
