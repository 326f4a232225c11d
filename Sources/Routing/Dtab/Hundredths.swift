// How is a weight written with two places, without Foundation?

/// Decimal numbers with two places, rounded half up on the shortest decimal that reads back as the same number
/// (so 0.125 is `0.13` and 0.005 is `0.01`).
enum Hundredths {
    /// `number` is finite and not negative.
    static func text(of number: Double) -> String {
        var (digits, point) = decimal(number)
        // Where the third place stands among the digits; what is left of it stays, and it decides about rounding.
        let cut = point + 2
        let roundsUp = cut >= 0 && cut < digits.count && digits[cut] >= 5
        digits = cut <= 0 ? [] : Array(digits.prefix(cut)) + Array(repeating: 0, count: max(0, cut - digits.count))
        if roundsUp { increment(&digits) }
        while digits.count < 3 { digits.insert(0, at: 0) }
        let text = digits.map(String.init).joined()
        return text.dropLast(2) + "." + text.suffix(2)
    }

    /// The shortest digits, and how many of them stand before the point (may be negative or beyond the digits).
    private static func decimal(_ number: Double) -> (digits: [UInt8], point: Int) {
        // Swift prints `0.125`, `1e-05`, `1.5e+20`: digits, maybe a point, maybe an exponent.
        let parts = number.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let digits = mantissa.joined().utf8.map { $0 &- 0x30 }
        return (digits, mantissa[0].utf8.count + exponent)
    }

    private static func increment(_ digits: inout [UInt8]) {
        for i in digits.indices.reversed() {
            if digits[i] < 9 {
                digits[i] += 1
                return
            }
            digits[i] = 0
        }
        digits.insert(1, at: 0)
    }
}
