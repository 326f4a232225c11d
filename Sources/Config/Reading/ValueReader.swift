// What does one value mean, and if nothing, what should it have been?

/// Turns single values into typed ones. Every method reports its fault and then answers nil.
struct ValueReader {
    let sink: DiagnosticSink

    func duration(_ value: ConfigValue, in bounds: ClosedRange<Duration>, orOff: Bool = false) -> Duration? {
        do {
            let duration = try DurationText.parse(value.text)
            guard bounds.contains(duration) else {
                let most = DurationText.text(bounds.upperBound) + (orOff ? ", or off" : "")
                outOfBounds(value, DurationText.text(bounds.lowerBound), most)
                return nil
            }
            return duration
        } catch {
            switch error {
            case .noUnit(let number):
                let hint = "Write \(number)s for seconds or \(number)ms for milliseconds."
                sink.error(.badDuration, at: value, "duration \"\(value.text)\" has no unit", hint: hint)
            case .unknownUnit(_, let unit):
                sink.error(.badDuration, at: value, "\"\(unit)\" is no unit of time", hint: "Units are ms, s, m and h.")
            case .notANumber:
                sink.error(
                    .badDuration,
                    at: value,
                    "\"\(value.text)\" is not a duration",
                    hint: "Write 250ms, 10s, 5m or 1h."
                )
            }
        }
        return nil
    }

    func size(_ value: ConfigValue, in bounds: ClosedRange<Int>) -> Int? {
        do {
            let size = try SizeText.parse(value.text)
            guard bounds.contains(size) else {
                outOfBounds(value, SizeText.text(bounds.lowerBound), SizeText.text(bounds.upperBound))
                return nil
            }
            return size
        } catch {
            switch error {
            case .noUnit(let number):
                let hint = "Write \(number)B, or a number with KiB, MiB or GiB."
                sink.error(.badSize, at: value, "size \"\(value.text)\" has no unit", hint: hint)
            case .unknownUnit(let number, let unit):
                let hint = "Units are B, KiB, MiB and GiB: \(number)\(SizeText.probableUnit(unit))."
                sink.error(.badSize, at: value, "\"\(unit)\" is no unit of size", hint: hint)
            case .notANumber:
                sink.error(
                    .badSize,
                    at: value,
                    "\"\(value.text)\" is not a size",
                    hint: "Write 512B, 32KiB, 16MiB or 1GiB."
                )
            }
        }
        return nil
    }

    func count(_ value: ConfigValue, in bounds: ClosedRange<Int>) -> Int? {
        guard let decimal = DecimalText(value.text), decimal.unit.isEmpty, decimal.scale == 0 else {
            let hint = "Write a number from \(bounds.lowerBound) to \(bounds.upperBound)."
            sink.error(.badNumber, at: value, "\"\(value.text)\" is not a whole number", hint: hint)
            return nil
        }
        guard let number = Int(exactly: decimal.digits), bounds.contains(number) else {
            outOfBounds(value, "\(bounds.lowerBound)", "\(bounds.upperBound)")
            return nil
        }
        return number
    }

    /// `200/s`.
    func countPerSecond(_ value: ConfigValue, in bounds: ClosedRange<Int>) -> Int? {
        guard value.text.hasSuffix("/s"), let number = Int(value.text.dropLast(2)) else {
            sink.error(.badRate, at: value, "\"\(value.text)\" is not a number a second", hint: "Write it as 200/s.")
            return nil
        }
        guard bounds.contains(number) else {
            outOfBounds(value, "\(bounds.lowerBound)/s", "\(bounds.upperBound)/s")
            return nil
        }
        return number
    }

    /// `64B/s`.
    func sizePerSecond(_ value: ConfigValue, in bounds: ClosedRange<Int>) -> Int? {
        guard value.text.hasSuffix("/s"), let size = try? SizeText.parse(String(value.text.dropLast(2))) else {
            sink.error(.badRate, at: value, "\"\(value.text)\" is not a speed", hint: "Write it as 64B/s or 1KiB/s.")
            return nil
        }
        guard bounds.contains(size) else {
            outOfBounds(value, SizeText.text(bounds.lowerBound) + "/s", SizeText.text(bounds.upperBound) + "/s")
            return nil
        }
        return size
    }

    func flag(_ value: ConfigValue) -> Bool? { choice(value, among: [("on", true), ("off", false)]) }

    func choice<Choice>(_ value: ConfigValue, among choices: [(String, Choice)]) -> Choice? {
        if let (_, choice) = choices.first(where: { $0.0 == value.text }) { return choice }
        let words = choices.map(\.0)
        let nearest =
            ForeignWords.value(for: value.text, among: words) ?? Spelling.nearest(to: value.text, among: words)
        let meant = nearest.map { ", did you mean \"\($0)\"?" } ?? ""
        sink.error(
            .badChoice,
            at: value,
            "\"\(value.text)\" is not known here\(meant)",
            hint: "Write \(Words.either(words))."
        )
        return nil
    }

    private func outOfBounds(_ value: ConfigValue, _ least: String, _ most: String) {
        sink.error(.outOfBounds, at: value, "\(value.text) is out of bounds", hint: "It may be \(least) to \(most).")
    }
}
