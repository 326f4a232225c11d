// Which span is whose child?

import Telemetry

/// The spans of one trace as a tree, as Zipkin builds it (`zipkin2.internal.SpanNode`).
///
/// A shared span (the server's half of a call whose id the client made) hangs below the client's half. A child of a
/// shared id belongs to the server's half if it was reported by the same endpoint. Spans whose parent is missing hang
/// below the root; when there is no root, below an empty one.
public struct TraceTree: Sendable {
    /// A span with its place. The empty root has no span.
    public struct Node: Sendable {
        public let span: ZipkinSpan?
        public fileprivate(set) var parent: Int?
        public fileprivate(set) var children: [Int] = []
    }

    /// How a node is found: by id, and for a shared half by its endpoint too, as several servers may share one id.
    private enum Key: Hashable {
        case plain(SpanID)
        case shared(SpanID, ZipkinEndpoint?)
    }

    /// All nodes; the first is the root. Spans in a circle are not reachable from it.
    public private(set) var nodes: [Node] = []

    private var nodeOfKey: [Key: Int] = [:]
    /// Each key's parent key, in order of first mention.
    private var keys: [Key] = []
    private var parentOfKey: [Key: Key?] = [:]

    /// Builds the tree of `spans`, which are merged first unless they say that they are.
    public init(_ spans: [ZipkinSpan], areMerged: Bool = false) {
        let merged = areMerged ? spans : TraceMerge.merge(spans)
        for span in merged { index(span) }
        nodes = [Node(span: nil)]
        var hasRoot = false
        for span in merged { place(span, hasRoot: &hasRoot) }
        attach()
        sortChildren()
        // The maps have served.
        nodeOfKey = [:]
        keys = []
        parentOfKey = [:]
    }

    /// The nodes from the root down, nearest first; the empty root is left out.
    public var breadthFirst: [Int] {
        var order = [0]
        var at = 0
        while at < order.count {
            order.append(contentsOf: nodes[order[at]].children)
            at += 1
        }
        return nodes[0].span == nil ? Array(order.dropFirst()) : order
    }

    // MARK: Building

    private mutating func index(_ span: ZipkinSpan) {
        if span.isShared {
            relate(.shared(span.id, span.localEndpoint), to: .plain(span.id))
        } else {
            relate(.plain(span.id), to: span.parentID.map { .plain($0) })
        }
    }

    private mutating func relate(_ key: Key, to parent: Key?) {
        if parentOfKey.updateValue(parent, forKey: key) == nil { keys.append(key) }
    }

    /// Makes the node of a span. The first span without a parent is the root.
    private mutating func place(_ span: ZipkinSpan, hasRoot: inout Bool) {
        if span.isShared {
            let node = add(span)
            nodeOfKey[.shared(span.id, span.localEndpoint)] = node
            nodeOfKey[.shared(span.id, nil)] = node
        } else if let parentID = span.parentID {
            // A span below a shared id was most likely made by the server's half, which has its endpoint.
            let server = Key.shared(parentID, span.localEndpoint)
            if parentOfKey[server] != nil { relate(.plain(span.id), to: server) }
            nodeOfKey[.plain(span.id)] = add(span)
        } else if hasRoot {
            nodeOfKey[.plain(span.id)] = add(span)
        } else {
            hasRoot = true
            nodes[0] = Node(span: span)
            parentOfKey[.plain(span.id)] = nil
        }
    }

    private mutating func add(_ span: ZipkinSpan) -> Int {
        nodes.append(Node(span: span))
        return nodes.count - 1
    }

    private mutating func attach() {
        for key in keys {
            guard let parentKey = parentOfKey[key], let child = nodeOfKey[key] else { continue }
            let found = parentKey.flatMap { nodeOfKey[$0] } ?? 0
            // Two keys may lead to one node (a shared half is known with and without its endpoint); it hangs once.
            guard found != child, nodes[child].parent == nil else { continue }
            nodes[child].parent = found
            nodes[found].children.append(child)
        }
    }

    private mutating func sortChildren() {
        for i in nodes.indices where nodes[i].children.count > 1 {
            let order = nodes[i].children.enumerated().sorted { left, right in
                let (a, b) = (timestamp(left.element), timestamp(right.element))
                return a != b ? a < b : left.offset < right.offset
            }
            nodes[i].children = order.map(\.element)
        }
    }

    private func timestamp(_ node: Int) -> Int64 { nodes[node].span?.timestamp ?? 0 }
}
