// What share of a union is this?

/// A member of a union. The weight is relative to those of its neighbours, finite and not negative.
public struct WeightedTree<Leaf: Hashable & Sendable>: Hashable, Sendable {
    public var weight: Double
    public var tree: NameTree<Leaf>

    public init(weight: Double = 1, tree: NameTree<Leaf>) {
        self.weight = weight
        self.tree = tree
    }
}
