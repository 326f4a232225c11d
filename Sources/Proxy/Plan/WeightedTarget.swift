// Which share of a route's requests goes to which cluster?

/// One branch of a route's destination.
struct WeightedTarget: Sendable {
    let cluster: Int
    /// The sum of the weights up to and with this branch, out of 2^32; a 32-bit random number below it takes the branch.
    let ceiling: UInt64
}
