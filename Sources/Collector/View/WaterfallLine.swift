// Which spans does a waterfall show, and in which order?

import Archive
import Telemetry

/// One line of a waterfall: a span and how deep it lies.
struct WaterfallLine: Sendable {
    let span: ZipkinSpan
    let depth: Int
    let service: String
    let name: String

    /// From here on deeper spans are not indented further: the name must stay on the screen.
    private static let deepestIndent = 12

    /// Columns in front of the name.
    var indent: Int { min(depth, Self.deepestIndent) * 2 }

    private init(_ span: ZipkinSpan, depth: Int) {
        self.span = span
        self.depth = depth
        service = WaterfallText.visible(span.localEndpoint?.serviceName ?? "?")
        name = WaterfallText.visible(span.name ?? span.kind?.name.lowercased() ?? "?")
    }

    /// Parents before their children, children in order of time. Spans in a circle come last, by themselves.
    static func lines(of tree: TraceTree) -> [WaterfallLine] {
        var lines: [WaterfallLine] = []
        var isShown = Array(repeating: false, count: tree.nodes.count)
        // An empty root is not shown, and its children are not indented for it.
        var open = [(node: 0, depth: tree.nodes[0].span == nil ? -1 : 0)]
        while let (node, depth) = open.popLast() {
            isShown[node] = true
            if let span = tree.nodes[node].span { lines.append(WaterfallLine(span, depth: depth)) }
            for child in tree.nodes[node].children.reversed() { open.append((child, depth + 1)) }
        }
        for (node, shown) in isShown.enumerated() where !shown {
            if let span = tree.nodes[node].span { lines.append(WaterfallLine(span, depth: 0)) }
        }
        return lines
    }
}
