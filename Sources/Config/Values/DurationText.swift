// How is a time written?

/// Durations as the language writes them: `250ms`, `10s`, `1.5m`, `1h`.
struct DurationText {
    enum Fault: Error, Equatable {
        case notANumber
        case noUnit(number: String)
        case unknownUnit(number: String, unit: String)
    }

    /// Nanoseconds of each unit.
    private static let units: [(name: String, nanoseconds: UInt64)] = [
        ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ]

    static func parse(_ text: String) throws(Fault) -> Duration {
        guard let decimal = DecimalText(text) else { throw .notANumber }
        if decimal.unit.isEmpty, decimal.digits != 0 { throw .noUnit(number: decimal.number) }
        if decimal.unit.isEmpty { return .zero }
        guard let unit = units.first(where: { $0.name == decimal.unit }) else {
            throw .unknownUnit(number: decimal.number, unit: decimal.unit)
        }
        guard let nanoseconds = decimal.times(unit.nanoseconds) else { throw .notANumber }
        return .nanoseconds(nanoseconds)
    }

    /// The shortest text of a duration of whole milliseconds.
    static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        if attoseconds != 0 { return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms" }
        if seconds != 0, seconds % 3600 == 0 { return "\(seconds / 3600)h" }
        if seconds != 0, seconds % 60 == 0 { return "\(seconds / 60)m" }
        return "\(seconds)s"
    }
}
