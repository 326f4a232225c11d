// Who calls whom in a set of traces?

import Telemetry

/// Counts the calls between services by Zipkin's rules (`zipkin2.internal.DependencyLinker`), trace by trace.
///
/// Each call is counted once although both sides may report it: a CLIENT span with children leaves the counting to
/// them, and a SERVER span asks its nearest ancestor with a kind who the caller is. A span without a kind that names
/// both sides counts as CLIENT. Messaging spans link only to a named broker.
public struct DependencyLinks: Sendable {
    private struct Edge: Hashable {
        var parent: String
        var child: String
    }

    private var order: [Edge: Int] = [:]
    private var counted: [DependencyLink] = []

    public init() {}

    /// The links so far, in the order in which they were first seen.
    public var links: [DependencyLink] { counted }

    /// Adds the calls of one trace; all spans must be of one trace.
    public mutating func add(trace spans: [ZipkinSpan]) {
        if spans.isEmpty { return }
        let tree = TraceTree(spans)
        for node in tree.breadthFirst { add(node, of: tree) }
    }

    private mutating func add(_ node: Int, of tree: TraceTree) {
        guard let span = tree.nodes[node].span, let kind = effectiveKind(span) else { return }
        if span.kind == .client, !tree.nodes[node].children.isEmpty { return }
        let local = span.localEndpoint?.serviceName
        let remote = span.remoteEndpoint?.serviceName
        switch kind {
        case .producer: addMessaging(from: local, to: remote, span)
        case .consumer:
            // The consumer at the root of a trace has no known caller unless it names its broker.
            addMessaging(from: remote, to: local, span)
        case .server:
            if node == 0, remote == nil { return }
            addCall(kind, span, parent: remote, child: local, ancestor: ancestor(of: node, in: tree))
        case .client:
            addCall(kind, span, parent: local, child: remote, ancestor: ancestor(of: node, in: tree))
        }
    }

    private func effectiveKind(_ span: ZipkinSpan) -> SpanKind? {
        if let kind = span.kind { return kind }
        let namesBoth = span.localEndpoint?.serviceName != nil && span.remoteEndpoint?.serviceName != nil
        return namesBoth ? .client : nil
    }

    private mutating func addMessaging(from parent: String?, to child: String?, _ span: ZipkinSpan) {
        guard let parent, let child else { return }
        count(parent, child, isError: span.isError)
    }

    private mutating func addCall(
        _ kind: SpanKind,
        _ span: ZipkinSpan,
        parent: String?,
        child: String?,
        ancestor: ZipkinSpan?
    ) {
        var parent = parent
        var isError = span.isError
        if let ancestor, let name = ancestor.localEndpoint?.serviceName {
            // Somebody between the ancestor and this client was not traced: the link to the client itself is missing.
            if kind == .client, let local = span.localEndpoint?.serviceName, local != name {
                count(name, local, isError: false)
            }
            if kind == .server || parent == nil { parent = name }
            if ancestor.kind == .client, span.parentID == ancestor.id { isError = isError || ancestor.isError }
        }
        guard let parent, let child else { return }
        count(parent, child, isError: isError)
    }

    /// The nearest ancestor that has a kind: spans without one are steps inside of a service.
    private func ancestor(of node: Int, in tree: TraceTree) -> ZipkinSpan? {
        var at = tree.nodes[node].parent
        while let place = at {
            if let span = tree.nodes[place].span, span.kind != nil { return span }
            at = tree.nodes[place].parent
        }
        return nil
    }

    private mutating func count(_ parent: String, _ child: String, isError: Bool) {
        let edge = Edge(parent: parent, child: child)
        let at = order[edge] ?? counted.count
        if at == counted.count {
            order[edge] = at
            counted.append(DependencyLink(parent: parent, child: child, callCount: 0))
        }
        counted[at].callCount += 1
        if isError { counted[at].errorCount += 1 }
    }
}
