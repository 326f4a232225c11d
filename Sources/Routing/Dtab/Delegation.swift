// How does a name become addresses?

/// Binds names: rewrites them through a dtab, step by step, until namers give addresses.
///
/// The rules are Finagle's (`Namer.bind`): later entries win; a namer is asked only when the dtab says exactly `~`;
/// `~` moves on to the next alternative, anything else stops there; members of a union that are `~`, `!` or broken
/// drop out as long as another member is left.
public struct Delegation: Sendable {
    /// How many rewritings may follow each other.
    public static let maximumDepth = 100
    /// How many names may be looked up for one binding. Unions can double with every rewriting, so depth is no bound.
    public static let maximumSteps = 10_000

    /// What a name below `/#` means for which there is no namer.
    public enum UndeclaredNamers: Sendable {
        /// An error: the configuration asks for something that does not exist.
        case unsupported
        /// Negative, as in Linkerd.
        case negative
    }

    private let dtab: Dtab
    private let namers: [any Namer]
    private let undeclared: UndeclaredNamers

    /// `namers` are asked last one first.
    public init(dtab: Dtab, namers: [any Namer] = [], undeclared: UndeclaredNamers = .unsupported) {
        self.dtab = dtab
        self.namers = namers
        self.undeclared = undeclared
    }

    /// Binds a name to clusters, or says why that is impossible.
    public func binding(of name: DtabPath) throws(DelegationError) -> Binding {
        var trail = DelegationTrail()
        return try binding(of: name, trail: &trail)
    }

    /// Binds a name to clusters and writes down how, also when it throws.
    public func binding(of name: DtabPath, trail: inout DelegationTrail) throws(DelegationError) -> Binding {
        let tree = try bind(.leaf(name), trail: &trail)
        if let binding = Binding(tree) { return binding }
        switch tree {
        case .fail: throw .failed(name: name)
        case .empty, .union: throw .empty(name: name)
        default: throw .negative(name: name)
        }
    }

    /// Binds every leaf of a tree. What comes back has no alternatives left.
    public func bind(
        _ tree: NameTree<DtabPath>,
        trail: inout DelegationTrail
    ) throws(DelegationError) -> NameTree<BoundLeaf> {
        try bind(tree, depth: 0, &trail)
    }

    private func bind(
        _ tree: NameTree<DtabPath>,
        depth: Int,
        _ trail: inout DelegationTrail
    ) throws(DelegationError) -> NameTree<BoundLeaf> {
        switch tree {
        case .leaf(let name): return try bind(name, depth: depth, &trail)
        case .alternatives(let trees): return try bindFirst(of: trees, depth: depth, &trail)
        case .union(let members): return try bindAll(members, depth: depth, &trail)
        case .negative: return .negative
        case .fail: return .fail
        case .empty: return .empty
        }
    }

    /// One step: the name is looked up, and what it leads to is bound in turn.
    private func bind(
        _ name: DtabPath,
        depth: Int,
        _ trail: inout DelegationTrail
    ) throws(DelegationError) -> NameTree<BoundLeaf> {
        let outcome: DelegationTrail.Outcome
        do throws(DelegationError) {
            if depth >= Delegation.maximumDepth { throw DelegationError.tooDeep(name: name) }
            if trail.steps.count >= Delegation.maximumSteps { throw DelegationError.tooManySteps }
            outcome = try lookup(name)
        } catch {
            trail.steps.append(DelegationTrail.Step(depth: depth, name: name, outcome: .fault(error)))
            throw error
        }
        trail.steps.append(DelegationTrail.Step(depth: depth, name: name, outcome: outcome))
        switch outcome {
        case .rewritten(let tree, _): return try bind(tree, depth: depth + 1, &trail)
        case .delegated(let next): return try bind(next, depth: depth + 1, &trail)
        case .bound(let leaf): return .leaf(leaf)
        case .fail: return .fail
        case .empty: return .empty
        case .negative, .fault: return .negative
        }
    }

    private func bindFirst(
        of trees: [NameTree<DtabPath>],
        depth: Int,
        _ trail: inout DelegationTrail
    ) throws(DelegationError) -> NameTree<BoundLeaf> {
        for tree in trees {
            let bound = try bind(tree, depth: depth, &trail)
            if !bound.isNegative { return bound }
        }
        return .negative
    }

    private func bindAll(
        _ members: [WeightedTree<DtabPath>],
        depth: Int,
        _ trail: inout DelegationTrail
    ) throws(DelegationError) -> NameTree<BoundLeaf> {
        var bound: [WeightedTree<BoundLeaf>] = []
        var answered = false
        var firstFault: DelegationError?
        for member in members {
            do throws(DelegationError) {
                let tree = try bind(member.tree, depth: depth, &trail)
                answered = true
                if !tree.isNegative, tree != .fail { bound.append(WeightedTree(weight: member.weight, tree: tree)) }
            } catch {
                if error.endsBinding { throw error }
                firstFault = firstFault ?? error
            }
        }
        if !answered, let firstFault { throw firstFault }
        switch bound.count {
        case 0: return .negative
        case 1: return bound[0].tree
        default: return .union(bound)
        }
    }

    // MARK: One look-up

    private func lookup(_ name: DtabPath) throws(DelegationError) -> DelegationTrail.Outcome {
        let tree = dtab.lookup(name)
        guard tree.isNegative else { return .rewritten(tree, entries: entries(fitting: name)) }
        for namer in namers.reversed() where name.hasPrefix(namer.prefix) {
            let answer = try namer.lookup(name.dropFirst(namer.prefix.count))
            if answer != .negative { return DelegationTrail.Outcome(answer) }
        }
        if let answer = try UtilityNamer.lookup(name) { return DelegationTrail.Outcome(answer) }
        if undeclared == .unsupported, name.labels.first == "#" { throw .unsupportedNamer(name) }
        return .negative
    }

    private func entries(fitting name: DtabPath) -> [Int] {
        dtab.entries.indices.reversed().filter { dtab.entries[$0].prefix.matches(name) }
    }
}

extension NameTree {
    /// Whether the tree is exactly `~`; an alternative of nothing but `~` is not.
    var isNegative: Bool { if case .negative = self { true } else { false } }
}

extension DelegationError {
    /// Whether the fault concerns the whole binding and not only the member of the union in which it came up.
    fileprivate var endsBinding: Bool {
        switch self {
        case .tooManySteps, .unsupportedNamer: true
        default: false
        }
    }
}

extension DelegationTrail.Outcome {
    fileprivate init(_ answer: NamerAnswer) {
        switch answer {
        case .delegate(let name): self = .delegated(name)
        case .bound(let leaf): self = .bound(leaf)
        case .negative: self = .negative
        case .fail: self = .fail
        case .empty: self = .empty
        }
    }
}
