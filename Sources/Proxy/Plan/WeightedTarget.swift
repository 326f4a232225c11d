// Which share of a route's requests goes where?

/// One branch of a route's destination.
struct WeightedTarget: Sendable {
    enum Destination: Sendable {
        case cluster(Int)
        /// The name says that nobody serves this share: answered here with `plan.answers[index]`.
        case answer(Int)
    }

    let destination: Destination
    /// The sum of the weights up to and with this branch, out of 2^32; a 32-bit random number below it takes the branch.
    let ceiling: UInt64
}
