// What does a name stand for right now?

/// The result of binding a name: clusters, each with its share of the requests.
public struct Binding: Hashable, Sendable {
    /// One cluster and the share of requests that go there.
    public struct Share: Hashable, Sendable {
        public let leaf: BoundLeaf
        /// Between 0 and 1.
        public let weight: Double
    }

    /// In the order of the dtab; a leaf that occurs twice is one cluster with both shares.
    public let clusters: [Share]
    /// The share of requests for which there is nobody (`$` as a member of a union). With all of `clusters` it sums
    /// up to 1.
    public let emptyShare: Double

    /// Flattens a bound tree: weights of nested unions multiply, and a union of which all weights are 0 is shared evenly.
    ///
    /// Nil when the tree has no usable leaf, which includes `$`.
    public init?(_ tree: NameTree<BoundLeaf>) {
        var clusters: [Share] = []
        var emptyShare = 0.0
        Binding.collect(tree, share: 1, &clusters, &emptyShare)
        if clusters.isEmpty { return nil }
        self.clusters = clusters
        self.emptyShare = emptyShare
    }

    private static func collect(
        _ tree: NameTree<BoundLeaf>,
        share: Double,
        _ clusters: inout [Share],
        _ emptyShare: inout Double
    ) {
        switch tree {
        case .leaf(let leaf): add(leaf, share: share, to: &clusters)
        case .union(let members):
            let usable = members.filter { $0.tree.leaves != nil }
            let total = usable.reduce(0) { $0 + $1.weight }
            for member in usable {
                let part = total > 0 ? member.weight / total : 1 / Double(usable.count)
                collect(member.tree, share: share * part, &clusters, &emptyShare)
            }
        case .alternatives(let trees):
            let chosen = trees.first { $0.isNegative == false }
            if let chosen { collect(chosen, share: share, &clusters, &emptyShare) }
        case .empty, .fail, .negative: emptyShare += share
        }
    }

    private static func add(_ leaf: BoundLeaf, share: Double, to clusters: inout [Share]) {
        if let i = clusters.firstIndex(where: { $0.leaf == leaf }) {
            clusters[i] = Share(leaf: leaf, weight: clusters[i].weight + share)
        } else {
            clusters.append(Share(leaf: leaf, weight: share))
        }
    }
}

extension Binding: CustomStringConvertible {
    /// `/$/inet/127.0.0.1/8081`, or `0.95*/$/inet/… & 0.05*/$/inet/…`.
    public var description: String {
        if clusters.count == 1, emptyShare == 0 { return clusters[0].leaf.description }
        let shown = clusters.map { "\(Hundredths.text(of: $0.weight))*\($0.leaf)" }
        return (shown + (emptyShare > 0 ? ["\(Hundredths.text(of: emptyShare))*$"] : [])).joined(separator: " & ")
    }
}
