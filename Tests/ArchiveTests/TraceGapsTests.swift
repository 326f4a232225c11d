// Is it seen that a trace is not whole yet?

import Archive
import Telemetry
import Testing

@Suite struct TraceGapsTests {
    private static func span(_ id: UInt64, parent: UInt64 = 0, _ kind: SpanKind?) -> ZipkinSpan {
        ZipkinSpan(traceID: TraceID(high: 0, low: 1), id: SpanID(id), parentID: SpanID(parent), kind: kind)
    }

    @Test(
        arguments: [
            ([], true),
            ([span(1, .server)], false),
            ([span(1, nil)], false),
            ([span(2, parent: 1, .server)], true),
            ([span(1, .server), span(2, parent: 1, .client)], true),
            ([span(1, .server), span(2, parent: 1, .client), span(3, parent: 2, .server)], false),
            ([span(1, .server), span(2, parent: 1, .client), span(2, parent: 1, .server)], false),
            ([span(1, .server), span(2, parent: 1, .client), span(3, parent: 2, nil)], true),
            ([span(1, .client), span(3, parent: 1, .server), span(4, parent: 3, .producer)], false),
        ] as [([ZipkinSpan], Bool)]
    )
    func `a trace misses a parent or the other half of a call`(spans: [ZipkinSpan], hasGap: Bool) {
        #expect(TraceGaps.exist(in: spans) == hasGap)
        #expect(TraceGaps.exist(in: spans.reversed()) == hasGap)
    }
}
