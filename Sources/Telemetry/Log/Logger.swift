// How the hot side says something without knowing who listens.

/// A levelled, structured log over a closure that the front door provides.
///
/// The message is a constant sentence; what varies goes into fields, which are made only when the level is on. Not for
/// what happens per request: that is counted.
public struct Logger: Sendable {
    /// Takes one message; called on the thread that logs, so it must not wait.
    public typealias Sink = @Sendable (LogLevel, StaticString, [LogField]) -> Void

    public let level: LogLevel
    private let sink: Sink

    public init(level: LogLevel = .info, sink: @escaping Sink) {
        self.level = level
        self.sink = sink
    }

    /// Says nothing to anyone.
    public static var silent: Logger { Logger(level: .error) { _, _, _ in } }

    public func isOn(_ level: LogLevel) -> Bool { level >= self.level }

    public func log(_ level: LogLevel, _ message: StaticString, _ fields: @autoclosure () -> [LogField] = []) {
        if isOn(level) { sink(level, message, fields()) }
    }

    public func debug(_ message: StaticString, _ fields: @autoclosure () -> [LogField] = []) {
        log(.debug, message, fields())
    }

    public func info(_ message: StaticString, _ fields: @autoclosure () -> [LogField] = []) {
        log(.info, message, fields())
    }

    public func notice(_ message: StaticString, _ fields: @autoclosure () -> [LogField] = []) {
        log(.notice, message, fields())
    }

    public func warning(_ message: StaticString, _ fields: @autoclosure () -> [LogField] = []) {
        log(.warning, message, fields())
    }

    public func error(_ message: StaticString, _ fields: @autoclosure () -> [LogField] = []) {
        log(.error, message, fields())
    }
}
