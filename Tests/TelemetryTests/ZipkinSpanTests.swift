// Whether a Zipkin span is always normal.

import Bytes
import Telemetry
import Testing

/// Zipkin v2 model, `zipkin2.Span`.
@Suite struct ZipkinSpanTests {
    private func span(
        parentID: SpanID? = nil,
        kind: SpanKind? = nil,
        name: String? = nil,
        endpoint: ZipkinEndpoint? = nil,
        annotations: [ZipkinAnnotation] = [],
        tags: [ZipkinTag] = [],
        isShared: Bool = false
    ) -> ZipkinSpan {
        ZipkinSpan(
            traceID: TraceID(high: 0, low: 1),
            id: SpanID(2),
            parentID: parentID,
            kind: kind,
            name: name,
            localEndpoint: endpoint,
            annotations: annotations,
            tags: tags,
            isShared: isShared
        )
    }

    @Test func `a parent that is the span itself or zero is none`() {
        #expect(span(parentID: SpanID(2)).parentID == nil)
        #expect(span(parentID: SpanID(0)).parentID == nil)
        #expect(span(parentID: SpanID(1)).parentID == SpanID(1))
    }

    @Test func `names are lower case and never empty`() {
        #expect(span(name: "GET /A").name == "get /a" && span(name: "").name == nil)
        #expect(span(endpoint: ZipkinEndpoint(serviceName: "Web")).localEndpoint?.serviceName == "web")
        #expect(span(endpoint: ZipkinEndpoint(serviceName: "")).localEndpoint == nil)
    }

    @Test func `annotations are in order and there once`() {
        let first = ZipkinAnnotation(timestamp: 1, value: "b")
        let second = ZipkinAnnotation(timestamp: 2, value: "a")
        let other = ZipkinAnnotation(timestamp: 2, value: "b")
        #expect(span(annotations: [other, second, first, second]).annotations == [first, second, other])
    }

    @Test func `tags are in order and the last of a key counts`() {
        let tags = [ZipkinTag(key: "b", value: "1"), ZipkinTag(key: "a", value: "2"), ZipkinTag(key: "b", value: "3")]
        #expect(span(tags: tags).tags == [ZipkinTag(key: "a", value: "2"), ZipkinTag(key: "b", value: "3")])
    }

    @Test func `a client's span is not shared`() {
        #expect(!span(kind: .client, isShared: true).isShared && span(kind: .server, isShared: true).isShared)
    }

    @Test func `an error is an error whatever it says`() {
        #expect(span(tags: [ZipkinTag(key: "error", value: "false")]).isError && !span().isError)
    }
}
