// How would one say a percentage aloud?

/// A percentage as text and in words: `0.1` is one request in a thousand.
struct RateWords {
    private var digits: UInt64
    private var scale: Int

    init(digits: UInt64, scale: Int) {
        self.digits = digits
        self.scale = scale
        while self.scale > 0, self.digits % 10 == 0 {
            self.digits /= 10
            self.scale -= 1
        }
    }

    /// The percentage that the same number means as a fraction of one.
    var timesHundred: RateWords {
        if scale >= 2 { return RateWords(digits: digits, scale: scale - 2) }
        return RateWords(digits: digits * (scale == 1 ? 10 : 100), scale: 0)
    }

    var isAtMostAll: Bool {
        var hundred: UInt64 = 100
        for _ in 0..<scale { hundred *= 10 }
        return digits <= hundred
    }

    /// The shortest decimal text.
    var text: String {
        guard scale > 0 else { return "\(digits)" }
        let padded = String(repeating: "0", count: max(0, scale + 1 - "\(digits)".count)) + "\(digits)"
        return padded.dropLast(scale) + "." + padded.suffix(scale)
    }

    var inWords: String {
        if isAll { return "every request" }
        guard let many = oneIn else { return "\(text) requests in a hundred" }
        return "one request in \(many)"
    }

    /// As `inWords`, after the requests have been mentioned.
    var shortWords: String {
        if isAll { return "every one" }
        guard let many = oneIn else { return "\(text) in a hundred" }
        return "one in \(many)"
    }

    private var isAll: Bool { scale == 0 && digits == 100 }

    /// `a thousand` when the percentage is a power of ten.
    private var oneIn: String? {
        if scale == 0 { return digits == 1 ? "a hundred" : digits == 10 ? "ten" : nil }
        guard digits == 1 else { return nil }
        return switch scale {
        case 1: "a thousand"
        case 2: "ten thousand"
        case 3: "a hundred thousand"
        case 4: "a million"
        default: nil
        }
    }
}
