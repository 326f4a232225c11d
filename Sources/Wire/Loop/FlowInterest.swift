// Which direction of a descriptor does a task wait for?

/// A direction of a flow.
public enum FlowInterest: Sendable, Hashable {
    case readable
    case writable
}
