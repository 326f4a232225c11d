// How is a number of bytes written?

/// Sizes as the language writes them: `512B`, `32KiB`, `1.5MiB`, `1GiB`.
struct SizeText {
    enum Fault: Error, Equatable {
        case notANumber
        case noUnit(number: String)
        case unknownUnit(number: String, unit: String)
    }

    private static let units: [(name: String, bytes: UInt64)] = [
        ("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30),
    ]

    static func parse(_ text: String) throws(Fault) -> Int {
        guard let decimal = DecimalText(text) else { throw .notANumber }
        if decimal.unit.isEmpty { throw .noUnit(number: decimal.number) }
        guard let unit = units.first(where: { $0.name == decimal.unit }) else {
            throw .unknownUnit(number: decimal.number, unit: decimal.unit)
        }
        guard let bytes = decimal.times(unit.bytes) else { throw .notANumber }
        return Int(bytes)
    }

    /// The unit that was probably meant by `unit`: `MiB` for `MB`, `m` or `mb`.
    static func probableUnit(_ unit: String) -> String {
        switch unit.lowercased().first {
        case "k": "KiB"
        case "m": "MiB"
        case "g": "GiB"
        default: "B"
        }
    }

    /// The shortest exact text of a size.
    static func text(_ bytes: Int) -> String {
        let unit = units.last { bytes != 0 && UInt64(bytes) % $0.bytes == 0 } ?? units[0]
        return "\(UInt64(bytes) / unit.bytes)\(unit.name)"
    }
}
