// Can each failure be told from every other?

import Testing

@testable import Upstream

@Suite struct UpstreamFailureTests {
    @Test func `every failure has a label of its own, fit for a metric`() {
        let labels = UpstreamFailure.allCases.map { String(describing: $0.label) }
        #expect(Set(labels).count == labels.count)
        for label in labels { #expect(label.allSatisfy { $0 == "_" || ("a"..."z").contains($0) }) }
    }
}
