// Which descriptor of a loop is meant?

/// The name of a descriptor on one loop; never used twice, unlike the descriptor's number.
public struct FlowID: Hashable, Sendable {
    let rawValue: UInt64
}
