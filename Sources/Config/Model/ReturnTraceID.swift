// Who is told the trace id of an answer?

/// `return-trace-id X-Trace-Id to trusted`.
public struct ReturnTraceID: Sendable, Equatable {
    /// The response field's name.
    public var header: String
    /// Whether only trusted clients get it.
    public var onlyTrusted: Bool

    public init(header: String, onlyTrusted: Bool) {
        self.header = header
        self.onlyTrusted = onlyTrusted
    }
}
