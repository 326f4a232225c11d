// Which route does this path lead to first?

import Bytes

/// The path patterns of all groups as one tree of segments, whose edges lie in one open-addressed table.
///
/// Prefixes end at a slash, so every pattern is a walk along whole segments: from the root of its group, each segment of
/// the path leads to a child or ends the walk. What a place says (`RouteVerdict`) is worked out beforehand from its own
/// patterns and the prefixes above it, and lies in the slot with the edge. A walk therefore touches one slot and one key
/// for each segment that patterns know, and nothing else, however many routes there are.
struct PathTree: Sendable {
    /// Where a walk ended.
    struct Place {
        var node: UInt32
        /// Whether the path ended with the walk; otherwise more of it follows below the node.
        var isWhole: Bool
        var verdict: RouteVerdict
    }

    /// One edge: 32 bytes, two to a cache line.
    private struct Slot {
        var hash: UInt32 = 0
        /// The node above; the root of a group is nobody's child.
        var parent: UInt32 = 0
        var key = ByteRange.empty
        /// The node below; 0, the first root, marks an empty slot.
        var node: UInt32 = 0
        var whole = RouteVerdict.none
        var below = RouteVerdict.none
        var hasChildren = false
    }

    /// What is needed only when matchers have failed: where to look for later routes.
    private struct Node {
        var parent: UInt32
        var wholeStart: UInt32
        var wholeCount: UInt32
        var belowStart: UInt32
        var belowCount: UInt32
    }

    private struct Root {
        var node: UInt32
        var below: RouteVerdict
        var hasChildren: Bool
    }

    private static let noNode = UInt32.max

    private var slots: ContiguousArray<Slot>
    private let mask: Int
    private let keys: ByteArena
    private var roots: ContiguousArray<Root> = []
    private var nodes: ContiguousArray<Node> = []
    /// Positions of routes, ascending within each node's two runs.
    private var positions: ContiguousArray<UInt32> = []

    /// Lays out what a builder has gathered.
    init(_ builder: borrowing PathTreeBuilder) {
        var capacity = 2
        while capacity < builder.nodes.count * 2 { capacity *= 2 }
        slots = ContiguousArray(repeating: Slot(), count: capacity)
        mask = capacity - 1
        keys = ByteArena(builder.nodes.flatMap(\.segment))
        nodes.reserveCapacity(builder.nodes.count)
        var keyStart = 0
        for (number, node) in builder.nodes.enumerated() {
            append(node)
            if node.parent < 0 {
                roots.append(Root(node: UInt32(number), below: node.belowVerdict, hasChildren: node.hasChildren))
            } else {
                PathTree.insert(node, number: UInt32(number), keyAt: keyStart, into: &slots)
            }
            keyStart += node.segment.count
        }
    }

    private mutating func append(_ node: PathTreeBuilder.Node) {
        let start = positions.count
        positions.append(contentsOf: node.whole)
        positions.append(contentsOf: node.below)
        nodes.append(
            Node(
                parent: node.parent < 0 ? PathTree.noNode : UInt32(node.parent),
                wholeStart: UInt32(start),
                wholeCount: UInt32(node.whole.count),
                belowStart: UInt32(start + node.whole.count),
                belowCount: UInt32(node.below.count)
            )
        )
    }

    private static func insert(
        _ node: PathTreeBuilder.Node,
        number: UInt32,
        keyAt start: Int,
        into slots: inout ContiguousArray<Slot>
    ) {
        let hash = Array(node.segment).withByteView { segment in
            UInt32(truncatingIfNeeded: segment.segmentHash(from: 0, until: 0x2F, seed: UInt64(node.parent)).hash)
        }
        let mask = slots.count - 1
        var position = Int(hash) & mask
        while slots[position].node != 0 { position = (position + 1) & mask }
        slots[position] = Slot(
            hash: hash,
            parent: UInt32(node.parent),
            key: ByteRange(start: start, count: node.segment.count),
            node: number,
            whole: node.wholeVerdict,
            below: node.belowVerdict,
            hasChildren: node.hasChildren
        )
    }

    /// Walks along `path`, a normalised absolute path, from the root of `group`. Other targets lead nowhere.
    func walk(group: Int, path: ByteView) -> Place {
        let root = roots[group]
        guard path.first == 0x2F else { return Place(node: root.node, isWhole: false, verdict: .none) }
        var place = Place(node: root.node, isWhole: false, verdict: root.below)
        if !root.hasChildren { return place }
        var start = 1
        while true {
            // The node is the seed: the same segment belongs elsewhere under another node.
            let (end, hash) = path.segmentHash(from: start, until: 0x2F, seed: UInt64(place.node))
            let found = find(path, start, end, UInt32(truncatingIfNeeded: hash), below: place.node)
            if found < 0 { return place }
            let slot = slots[found]
            place.isWhole = end == path.count
            place.node = slot.node
            place.verdict = place.isWhole ? slot.whole : slot.below
            if place.isWhole || !slot.hasChildren { return place }
            start = end + 1
        }
    }

    /// The slot of the segment `path[start..<end]` below the node `parent`, or -1.
    private func find(_ path: ByteView, _ start: Int, _ end: Int, _ hash: UInt32, below parent: UInt32) -> Int {
        var position = Int(hash) & mask
        while true {
            let slot = slots[position]
            if slot.node == 0 { return -1 }
            if slot.hash == hash, slot.parent == parent, keys.isKey(slot.key, path, from: start, to: end) {
                return position
            }
            position = (position + 1) & mask
        }
    }

    /// The position of the first route after `position` that the place leads to, or -1.
    ///
    /// Routes stand at the place itself and, as prefixes, at every node above it. Cost: a binary search in each.
    @inline(never)
    func position(after position: Int, at place: Place) -> Int {
        let here = nodes[Int(place.node)]
        var best =
            place.isWhole
            ? first(after: position, in: here.wholeStart, here.wholeCount)
            : first(after: position, in: here.belowStart, here.belowCount)
        var parent = here.parent
        while parent != PathTree.noNode {
            let node = nodes[Int(parent)]
            best = min(best, first(after: position, in: node.belowStart, node.belowCount))
            parent = node.parent
        }
        return best == UInt32.max ? -1 : Int(best)
    }

    private func first(after position: Int, in start: UInt32, _ count: UInt32) -> UInt32 {
        var low = Int(start)
        var high = low + Int(count)
        while low < high {
            let middle = (low + high) / 2
            if Int(positions[middle]) > position { high = middle } else { low = middle + 1 }
        }
        return low == Int(start) + Int(count) ? UInt32.max : positions[low]
    }
}
