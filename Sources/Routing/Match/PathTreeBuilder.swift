// How do path patterns become a tree?

import Bytes

/// Gathers the patterns of all groups, then works out what each place says. Cold: it may allocate.
struct PathTreeBuilder: ~Copyable {
    struct Node {
        /// The node above, or -1 for the root of a group. Parents come before their children.
        var parent: Int
        /// The segment that leads here; empty for a root, and for what follows a slash at the end of a path.
        var segment: ArraySlice<UInt8>
        /// Positions of the exact patterns that end here, ascending.
        var whole: [UInt32] = []
        /// Positions of the prefixes that end here, ascending.
        var below: [UInt32] = []
        var wholeVerdict = RouteVerdict.none
        var belowVerdict = RouteVerdict.none
        var hasChildren = false
    }

    private struct Edge: Hashable {
        var parent: Int
        var segment: ArraySlice<UInt8>
    }

    private(set) var nodes: [Node] = []
    private var edges: [Edge: Int] = [:]
    private let routes: [RouteEntry]

    init(routes: [RouteEntry]) { self.routes = routes }

    /// Adds a group of routes, given by their positions in ascending order. Groups are numbered as they are added.
    mutating func addGroup(_ positions: [Int]) {
        let root = nodes.count
        nodes.append(Node(parent: -1, segment: []))
        for position in positions { add(position, below: root) }
    }

    private mutating func add(_ position: Int, below root: Int) {
        switch routes[position].path {
        case .exact(let path):
            let node = walk(Array(path.utf8).dropFirst(), from: root)
            append(position, to: \.whole, of: node)
        case .prefix(let prefix):
            let node = prefix == "/" ? root : walk(Array(prefix.utf8).dropFirst().dropLast(), from: root)
            append(position, to: \.below, of: node)
        }
    }

    /// Nothing is ever reached behind a route without matchers, so it is left out.
    private mutating func append(_ position: Int, to list: WritableKeyPath<Node, [UInt32]>, of node: Int) {
        if let last = nodes[node][keyPath: list].last, routes[Int(last)].matchers.isEmpty { return }
        nodes[node][keyPath: list].append(UInt32(position))
    }

    /// The node that `path`, without its first slash, leads to; made where it is missing.
    private mutating func walk(_ path: ArraySlice<UInt8>, from root: Int) -> Int {
        var node = root
        for segment in path.split(separator: 0x2F, omittingEmptySubsequences: false) {
            let edge = Edge(parent: node, segment: segment)
            if let child = edges[edge] {
                node = child
                continue
            }
            nodes[node].hasChildren = true
            edges[edge] = nodes.count
            nodes.append(Node(parent: node, segment: segment))
            node = nodes.count - 1
        }
        return node
    }

    /// Works out the verdicts from the roots down: a place says the first of its own routes and the prefixes above.
    mutating func finish() {
        var firstBelow = [UInt32](repeating: .max, count: nodes.count)
        for i in nodes.indices {
            let inherited = nodes[i].parent < 0 ? UInt32.max : firstBelow[nodes[i].parent]
            firstBelow[i] = min(inherited, nodes[i].below.first ?? .max)
            nodes[i].belowVerdict = verdict(firstBelow[i])
            nodes[i].wholeVerdict = verdict(min(inherited, nodes[i].whole.first ?? .max))
        }
    }

    private func verdict(_ position: UInt32) -> RouteVerdict {
        if position == .max { return .none }
        let route = routes[Int(position)]
        return RouteVerdict(
            position: Int(position),
            index: route.index,
            isConditional: !route.matchers.isEmpty
        )
    }
}
