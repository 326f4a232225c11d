// How much a message matters.

/// Levels of the log, as an operator should take them.
public enum LogLevel: UInt8, CaseIterable, Comparable, Hashable, Sendable {
    case trace
    case debug
    /// A rare fact.
    case info
    /// A change of state: started, reloaded, draining.
    case notice
    /// Something degraded and will be tried again.
    case warning
    /// An operator must act.
    case error

    public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}
