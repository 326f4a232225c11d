// By which steps did a name become addresses?

/// The steps of a delegation, in the order in which they were made; for `explain` and for the log.
public struct DelegationTrail: Hashable, Sendable {
    /// One look-up.
    public struct Step: Hashable, Sendable {
        /// How many rewritings came before it.
        public let depth: Int
        /// The name that was looked up.
        public let name: DtabPath
        public let outcome: Outcome
    }

    /// What a look-up found.
    public enum Outcome: Hashable, Sendable {
        /// Dtab entries fitted; the tree goes on being bound. Positions are those in the dtab, last one first.
        case rewritten(NameTree<DtabPath>, entries: [Int])
        /// A namer gave another name.
        case delegated(DtabPath)
        /// A namer gave an address.
        case bound(BoundLeaf)
        /// No entry fitted and no namer knows the name.
        case negative
        case fail
        case empty
        /// Binding stopped here, or this member of a union was left out because another one is bound.
        case fault(DelegationError)
    }

    public internal(set) var steps: [Step] = []

    public init() {}

    /// The members of unions that were left out although something is wrong with them; worth a warning.
    public var faults: [DelegationError] {
        steps.compactMap { if case .fault(let error) = $0.outcome { error } else { nil } }
    }
}

extension DelegationTrail: CustomStringConvertible {
    /// One line per step, indented by depth.
    public var description: String { steps.map(\.description).joined(separator: "\n") }
}

extension DelegationTrail.Step: CustomStringConvertible {
    public var description: String { String(repeating: "  ", count: depth) + "\(name) -> \(outcome)" }
}

extension DelegationTrail.Outcome: CustomStringConvertible {
    public var description: String {
        switch self {
        case .rewritten(let tree, _): tree.description
        case .delegated(let name): name.description
        case .bound(let leaf): "bound" + (leaf.residual.isEmpty ? "" : ", residual \(leaf.residual)")
        case .negative: "~"
        case .fail: "!"
        case .empty: "$"
        case .fault(let error): error.description
        }
    }
}
