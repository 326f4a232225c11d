// What can a name stand for before, and after, it is bound?

/// Alternatives, weighted unions and leaves: the right side of a dtab entry (leaves are paths), or what a name was
/// bound to (leaves are addresses).
///
/// Shown as `/a | 0.50*/b & 0.50*/c | !`; `&` binds tighter than `|`.
public indirect enum NameTree<Leaf: Hashable & Sendable>: Hashable, Sendable {
    case leaf(Leaf)
    /// `a | b`: the first one that is not negative.
    case alternatives([NameTree])
    /// `2 * a & b`: all at once, each with its share.
    case union([WeightedTree<Leaf>])
    /// `~`: nothing here; try the next alternative.
    case negative
    /// `!`: stop looking; the name cannot be bound.
    case fail
    /// `$`: bound, to nobody.
    case empty

    /// The same tree with every leaf replaced.
    public func map<Other>(_ transform: (Leaf) -> Other) -> NameTree<Other> {
        switch self {
        case .leaf(let leaf): .leaf(transform(leaf))
        case .alternatives(let trees): .alternatives(trees.map { $0.map(transform) })
        case .union(let members):
            .union(members.map { WeightedTree(weight: $0.weight, tree: $0.tree.map(transform)) })
        case .negative: .negative
        case .fail: .fail
        case .empty: .empty
        }
    }

    /// The leaves that may be used, without their weights: nil when there is no result (negative or fail), an empty
    /// set when the result is empty.
    ///
    /// A union without any usable member is negative, even if its members fail, so `(! & !) | /a` is `/a`.
    public var leaves: Set<Leaf>? {
        guard case .found(let leaves) = evaluated else { return nil }
        return leaves
    }

    private enum Evaluation {
        case negative, fail
        case found(Set<Leaf>)
    }

    private var evaluated: Evaluation {
        switch self {
        case .leaf(let leaf): return .found([leaf])
        case .empty: return .found([])
        case .negative: return .negative
        case .fail: return .fail
        case .alternatives(let trees):
            for tree in trees {
                let evaluation = tree.evaluated
                if case .negative = evaluation { continue }
                return evaluation
            }
            return .negative
        case .union(let members):
            var leaves: Set<Leaf>?
            for member in members {
                guard case .found(let some) = member.tree.evaluated else { continue }
                leaves = (leaves ?? []).union(some)
            }
            return leaves.map(Evaluation.found) ?? .negative
        }
    }
}

extension NameTree where Leaf == DtabPath {
    /// Reads `95 * /svc/web-v1 & 5 * /svc/web-v2 | /svc/old`.
    public init(parsing text: String) throws(DtabError) {
        var parser = DtabParser(text)
        self = try parser.wholeTree()
    }

    /// The tree with `residual` appended to every leaf.
    public func appending(_ residual: DtabPath) -> NameTree {
        residual.isEmpty ? self : map { $0 + residual }
    }
}

extension NameTree: CustomStringConvertible where Leaf: CustomStringConvertible {
    /// Canonical text. Weights are rounded to two places, so this is not always lossless: Linkerd's form, kept because
    /// it is what neighbours exchange.
    public var description: String {
        switch self {
        case .leaf(let leaf): leaf.description
        case .alternatives(let trees): trees.map { $0.shown(insideUnion: false) }.joined(separator: " | ")
        case .union(let members): members.map(\.description).joined(separator: " & ")
        case .negative: "~"
        case .fail: "!"
        case .empty: "$"
        }
    }

    /// The tree as a member of a larger one: alternatives always need parentheses, unions only inside of unions.
    fileprivate func shown(insideUnion: Bool) -> String {
        switch self {
        case .alternatives: "(\(description))"
        case .union where insideUnion: "(\(description))"
        default: description
        }
    }
}

extension WeightedTree: CustomStringConvertible where Leaf: CustomStringConvertible {
    /// `0.50*/b`, without the weight when it is 1.
    public var description: String {
        (weight == 1 ? "" : Hundredths.text(of: weight) + "*") + tree.shown(insideUnion: true)
    }
}
