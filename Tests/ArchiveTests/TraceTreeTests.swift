// Merging and the tree. The shared vectors are read in ConformanceTests.

import Archive
import Telemetry
import Testing

@Suite struct TraceTreeTests {
    @Test func `two pieces of one span become one`() {
        let merged = TraceMerge.merge([
            makeSpan(1, 1, kind: .client, at: 5, local: "web", tags: ["a": "1"]),
            makeSpan(1, 1, at: 9, lasting: 3, local: "web", remote: "app", tags: ["a": "2", "error": ""]),
        ])
        #expect(
            merged == [
                makeSpan(
                    1,
                    1,
                    kind: .client,
                    at: 5,
                    lasting: 3,
                    local: "web",
                    remote: "app",
                    tags: ["a": "2", "error": ""]
                )
            ]
        )
    }

    @Test func `a server that forgot to say shared is corrected from its client`() {
        let merged = TraceMerge.merge([
            makeSpan(1, 2, kind: .server, local: "app"), makeSpan(1, 2, parent: 1, kind: .client, local: "web"),
        ])
        #expect(merged.map(\.isShared) == [false, true])
        #expect(merged.map(\.parentID) == [SpanID(1), SpanID(1)])
    }

    @Test func `merging a merged trace changes nothing`() {
        let spans = [
            makeSpan(1, 1, kind: .server, at: 1, local: "a"),
            makeSpan(1, 2, parent: 1, kind: .client, at: 2, local: "a"),
            makeSpan(1, 2, parent: 1, kind: .server, at: 3, local: "b", isShared: true),
            makeSpan(1, 3, parent: 2, at: 4, local: "b"),
        ]
        let once = TraceMerge.merge(spans.reversed())
        #expect(TraceMerge.merge(once) == once)
        #expect(once == spans)
    }

    @Test func `a child of a shared id hangs below the server's half`() {
        let tree = TraceTree([
            makeSpan(1, 1, kind: .client, at: 1, local: "a"),
            makeSpan(1, 1, kind: .server, at: 2, local: "b", isShared: true),
            makeSpan(1, 2, parent: 1, at: 3, local: "b"),
        ])
        let names = tree.breadthFirst.map { tree.nodes[$0].span?.localEndpoint?.serviceName }
        #expect(names == ["a", "b", "b"])
        #expect(tree.nodes[0].children.count == 1)
    }

    @Test func `spans without a known parent hang below an empty root`() {
        let tree = TraceTree([makeSpan(1, 2, parent: 9, at: 2), makeSpan(1, 3, parent: 8, at: 1)])
        #expect(tree.nodes[0].span == nil)
        #expect(tree.breadthFirst.map { tree.nodes[$0].span?.id.value } == [3, 2])
    }

    @Test func `spans that are each other's parents do no harm`() {
        let tree = TraceTree([makeSpan(1, 2, parent: 3), makeSpan(1, 3, parent: 2)])
        #expect(tree.breadthFirst.isEmpty)
        var links = DependencyLinks()
        links.add(trace: [makeSpan(1, 2, parent: 3), makeSpan(1, 3, parent: 2), makeSpan(1, 1)])
        #expect(links.links.isEmpty)
    }

    @Test func `a gateway's trace links browser, gateway and service`() {
        var links = DependencyLinks()
        links.add(trace: [
            makeSpan(1, 1, kind: .server, local: "headgate"),
            makeSpan(1, 2, parent: 1, kind: .client, local: "headgate", remote: "hello", tags: ["error": "502"]),
            makeSpan(1, 3, parent: 2, kind: .server, local: "hello"),
        ])
        #expect(links.links == [DependencyLink(parent: "headgate", child: "hello", callCount: 1, errorCount: 1)])
    }
}
