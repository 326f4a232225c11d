// What one format's fields said.

/// The result of reading one format: nothing there, nothing usable, a decision without ids, or a whole context.
public enum FormatReading: Hashable, Sendable {
    case absent
    case malformed
    case decision(Decision)
    case context(TraceContext)
}
