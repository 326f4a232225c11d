// Which of the endpoints gets the next request?

/// Power of two choices: draw two endpoints at random, take the less loaded.
///
/// The greatest load stays close to the average at the price of two random numbers and one comparison, without the
/// herding of "least loaded" when several workers see the same stale figures (Mitzenmacher, 2001).
public enum PowerOfTwo {
    /// The index of the chosen endpoint, or nil when there is none.
    /// - Parameters:
    ///   - avoiding: an endpoint that just failed; taken only when there is no other.
    ///   - bits: 64 random bits.
    public static func pick(
        from endpoints: borrowing ContiguousArray<Endpoint>,
        avoiding: Int? = nil,
        bits: UInt64
    ) -> Int? {
        let count = endpoints.count
        if count <= 1 { return count == 0 ? nil : 0 }
        // Multiply-shift keeps both draws unbiased to 2^-32 without a division (Lemire, 2019).
        var first = Int(((bits & 0xFFFF_FFFF) &* UInt64(count)) >> 32)
        var second = Int(((bits >> 32) &* UInt64(count - 1)) >> 32)
        if second >= first { second += 1 }
        if let avoiding {
            if first == avoiding { first = second } else if second == avoiding { second = first }
        }
        return endpoints[first].inFlight <= endpoints[second].inFlight ? first : second
    }
}
