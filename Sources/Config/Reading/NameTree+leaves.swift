// Which leaves does a dtab entry have?

import Routing

extension NameTree {
    /// Every leaf that stands in the tree, used or not.
    var allLeaves: [Leaf] {
        switch self {
        case .leaf(let leaf): [leaf]
        case .alternatives(let trees): trees.flatMap(\.allLeaves)
        case .union(let members): members.flatMap(\.tree.allLeaves)
        case .negative, .fail, .empty: []
        }
    }
}
