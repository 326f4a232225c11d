// What is wrong, where, and what should be written instead?

/// One finding about the configuration.
public struct Diagnostic: Sendable, Equatable {
    public enum Severity: String, Sendable { case error, warning }

    public var severity: Severity
    /// A stable name for tools; the wording of messages may change, this may not.
    public var code: DiagnosticCode
    public var place: SourcePlace
    /// How many characters the caret line underlines; at least 1.
    public var length: Int
    public var message: String
    /// What to write instead, as one or more sentences.
    public var hint: String?

    public init(
        _ severity: Severity = .error,
        _ code: DiagnosticCode,
        at place: SourcePlace,
        length: Int = 1,
        _ message: String,
        hint: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.place = place
        self.length = max(1, length)
        self.message = message
        self.hint = hint
    }

    public var file: String { place.file }
    public var line: Int { place.line }
    public var column: Int { place.column }
}
