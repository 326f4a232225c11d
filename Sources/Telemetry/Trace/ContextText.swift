// What a context looks like in digits.

/// A context whose ids are spelled once, however many formats they are written in.
struct ContextText {
    let decision: Decision
    let hasRandomFlag: Bool
    let hasIdentity: Bool
    let hasParent: Bool
    /// The high half is not zero, so B3 writes it too.
    let isLong: Bool
    let high: HexText
    let low: HexText
    let span: HexText
    let parent: HexText

    /// The most bytes that all formats together take, field names included.
    static let maximumBytes = 320

    init(_ context: TraceContext) {
        decision = context.decision
        hasRandomFlag = context.hasRandomFlag
        hasIdentity = context.hasIdentity
        hasParent = context.parentID.isValid
        isLong = context.traceID.high != 0
        high = HexText(context.traceID.high)
        low = HexText(context.traceID.low)
        span = HexText(context.spanID.value)
        parent = HexText(context.parentID.value)
    }
}
