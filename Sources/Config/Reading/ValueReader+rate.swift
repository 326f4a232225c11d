// Which share of requests does a rate mean?

import Telemetry

extension ValueReader {
    /// `1%`, `0.0001%`, `1/1000`, `0`.
    func rate(_ value: ConfigValue) -> SampleRate? {
        do {
            return try SampleRate(text: value.text)
        } catch {
            switch error {
            case .noUnit:
                sink.error(
                    .rateWithoutUnit,
                    at: value,
                    "rate \"\(value.text)\" has no unit",
                    hint: advice(for: value.text)
                )
            case .aboveOne:
                sink.error(
                    .badRate,
                    at: value,
                    "\(value.text) is more than all requests",
                    hint: "100% traces every request."
                )
            case .tooFine:
                let hint = "A rate has at most 16 digits behind the point."
                sink.error(.badRate, at: value, "rate \"\(value.text)\" is finer than can be told apart", hint: hint)
            case .notANumber:
                let perSecond = value.text.hasSuffix("/s")
                let hint = perSecond ? "A number a second is what at-most takes." : "Write 1%, 0.1%, 1/1000, 0 or 100%."
                sink.error(.badRate, at: value, "\"\(value.text)\" is not a rate", hint: hint)
            }
        }
        return nil
    }

    /// The two things a number without its unit may mean, in words.
    private func advice(for text: String) -> String {
        guard let decimal = DecimalText(text), decimal.unit.isEmpty else {
            return "Write it as a percentage, such as 10%."
        }
        let percent = RateWords(digits: decimal.digits, scale: decimal.scale)
        let fraction = percent.timesHundred
        guard fraction.isAtMostAll else {
            return "\(percent.text)% is \(percent.inWords). Write it with its unit."
        }
        return "\(percent.text)% is \(percent.inWords); \(fraction.text)% is \(fraction.shortWords). Write one of them."
    }
}
