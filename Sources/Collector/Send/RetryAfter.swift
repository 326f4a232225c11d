// How long does a `Retry-After` field ask to wait?

/// Reads the field's two forms: a number of seconds, or a date (RFC 9110, 10.2.3 and 5.6.7).
public enum RetryAfter {
    /// The wait from `unixSeconds` on, never negative; nil when the value is neither form.
    ///
    /// Of the three date forms only the current one (`Sun, 06 Nov 1994 08:49:37 GMT`) is read: the others are obsolete,
    /// and a value that is not understood only means our own back-off.
    public static func read(_ value: String, unixSeconds now: Int64) -> Duration? {
        if let seconds = UInt32(value) { return .seconds(Int64(seconds)) }
        guard let date = unixSeconds(of: value) else { return nil }
        return .seconds(max(0, date - now))
    }

    private static func unixSeconds(of date: String) -> Int64? {
        let words = date.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", words[0].hasSuffix(",") else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int64($0) }
        guard let day = Int64(words[1]), let month = months.firstIndex(of: String(words[2])), clock.count == 3,
            let year = Int64(words[3]), (1970...9999).contains(year), (1...31).contains(day)
        else { return nil }
        let days = daysSince1970(year: year, month: Int64(month) + 1, day: day)
        return ((days * 24 + clock[0]) * 60 + clock[1]) * 60 + clock[2]
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Days between 1970-01-01 and a date of the Gregorian calendar, counted in years that begin in March, so that the
    /// leap day is the last of its year (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2014).
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
