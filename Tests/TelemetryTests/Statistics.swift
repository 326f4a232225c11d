// How sure one may be about a count.

/// The few tests that samplers are held to (Wilson 1927; Pearson 1900).
enum Statistics {
    /// The Wilson score interval of `accepted` out of `trials`; z = 3.89 leaves out 1 in 10,000.
    static func wilson(_ accepted: Int, of trials: Int, z: Double = 3.89) -> ClosedRange<Double> {
        let k = Double(accepted)
        let n = Double(trials)
        let centre = (k + z * z / 2) / (n + z * z)
        let half = z / (n + z * z) * (k * (n - k) / n + z * z / 4).squareRoot()
        return (centre - half)...(centre + half)
    }

    /// Pearson's statistic against an even spread.
    static func chiSquare(_ counts: [Int]) -> Double {
        let expected = Double(counts.reduce(0, +)) / Double(counts.count)
        return counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    }
}
