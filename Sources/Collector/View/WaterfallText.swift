// How are times and strangers' texts shown in a terminal?

/// Small texts of a waterfall.
enum WaterfallText {
    /// Three digits and a unit: `850 µs`, `12.3 ms`, `1.23 s`, `75.0 s`, `12.5 min`, `3.20 h`, `400 d`. What lasts longer
    /// than a thousand days is no duration but a mistake.
    static func duration(_ microseconds: Int64) -> String {
        if microseconds < 1000 { return "\(microseconds) µs" }
        if microseconds < 1_000_000 { return threeDigits(microseconds, unit: 1000) + " ms" }
        if microseconds < 120_000_000 { return threeDigits(microseconds, unit: 1_000_000) + " s" }
        if microseconds < 7_200_000_000 { return threeDigits(microseconds, unit: 60_000_000) + " min" }
        if microseconds < 172_800_000_000 { return threeDigits(microseconds, unit: 3_600_000_000) + " h" }
        if microseconds >= 86_400_000_000_000 { return ">1000 d" }
        return threeDigits(microseconds, unit: 86_400_000_000) + " d"
    }

    /// `value / unit` with two, one or no digits behind the point, cut.
    private static func threeDigits(_ value: Int64, unit: Int64) -> String {
        let whole = value / unit
        if whole >= 100 { return "\(whole)" }
        let scale: Int64 = whole >= 10 ? 10 : 100
        let fraction = value % unit * scale / unit
        return "\(whole)." + (scale == 100 && fraction < 10 ? "0" : "") + "\(fraction)"
    }

    /// `2026-01-02 03:04:05.678 UTC`.
    static func date(unixMicroseconds: Int64) -> String {
        let milliseconds = unixMicroseconds / 1000
        let seconds = milliseconds / 1000
        let (year, month, day) = civil(daysSince1970: seconds / 86_400)
        let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { digits($0, 2) }.joined(separator: ":")
        return "\(year)-\(digits(month, 2))-\(digits(day, 2)) \(clock).\(digits(milliseconds % 1000, 3)) UTC"
    }

    /// The date of a day, not before 1970 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2014).
    private static func civil(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func digits(_ value: Int64, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }

    /// The text without anything that a terminal would obey: controls and the marks that turn the writing direction.
    static func visible(_ text: String) -> String {
        var visible = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: visible += "\u{FFFD}"
            default: visible.unicodeScalars.append(scalar)
            }
        }
        return visible
    }

    static func cut(_ text: String, to width: Int) -> String {
        text.count <= width ? text : text.prefix(width - 1) + "…"
    }

    static func padded(_ text: String, to width: Int) -> String {
        let cut = cut(text, to: width)
        return cut + String(repeating: " ", count: max(0, width - cut.count))
    }

    /// The ANSI colour of a service: always the same for the same name, and never red, which means failure.
    static func colour(of service: String) -> String {
        let colours = ["36", "32", "33", "35", "34", "96", "92", "93", "95", "94"]
        let sum = service.utf8.reduce(5381) { ($0 &* 33) ^ Int($1) }
        return colours[Int(sum.magnitude % UInt(colours.count))]
    }
}
