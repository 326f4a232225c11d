// From which severity on does the gateway write its own log?

/// The `log` line.
public enum LogLevel: String, Sendable, CaseIterable {
    case error, warning, notice, info, debug, trace
}
