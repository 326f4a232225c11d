// Is each exchange written down, how, and where?

/// The `access-log` line: `off`, `text`, `json`, with an optional path (`stdout` when there is none).
public struct AccessLogConfig: Sendable, Equatable {
    public enum Format: String, Sendable { case off, text, json }
    public enum Target: Sendable, Equatable {
        case stdout
        case file(String)
    }

    public var format: Format
    public var target: Target

    public init(format: Format, target: Target = .stdout) {
        self.format = format
        self.target = target
    }

    public static var off: AccessLogConfig { AccessLogConfig(format: .off) }
}
