// Whether a SERVER span joins, descends or begins as the reference library's does.

import Bytes
import HTTP
import Telemetry
import Testing

/// B3 propagation text, "Why is ParentSpanId propagated?"; vectors of `tracing/b3_server_span.json`.
@Suite struct B3ServerSpanTests {
    @Test func `server spans begin as the vectors say`() {
        VectorFile.run("tracing", "b3_server_span") { vector in
            guard let joins = vector["supports_join"].bool, let says = vector["local_sampler_says"].bool else {
                return .skipped("without model or sampler")
            }
            return MessageFields.with(vector["headers"]) { fields in
                var random = SeededRandom(1)
                let entry = TraceEntry.begin(
                    fields,
                    allowed: .all,
                    rate: says ? .always : .never,
                    propagator: Propagator([.b3, .b3multi]),
                    model: joins ? .shared : .child,
                    using: &random
                )
                return Self.compare(entry, vector["expect"])
            }
        }
    }

    private static func compare(_ entry: TraceEntry, _ expect: JSON) -> VectorFile.Outcome {
        let incoming = entry.extraction.context
        let context = entry.context
        let keepsTrace = entry.extraction.outcome == .context && context.traceID == incoming.traceID
        let keepsSpan = keepsTrace && context.spanID == incoming.spanID
        let parent: SpanID
        switch expect["parent_id"].string {
        case "incoming_span": parent = incoming.spanID
        case "incoming_parent": parent = incoming.parentID
        default: parent = .none
        }
        let isRootAlike =
            expect["root_span_id_equals_low_trace_id"].bool != true || context.spanID.value == context.traceID.low
        return .all([
            .expect(keepsTrace ? "kept" : "new", expect["trace_id"].string ?? ""),
            .expect(keepsSpan ? "kept" : "new", expect["span_id"].string ?? ""),
            .expect(context.parentID, parent),
            .expect(entry.verdict.isSampled, expect["sampled"].bool ?? false),
            .expect(entry.verdict.isDebug, expect["debug"].bool ?? false),
            .expect(entry.isShared, expect["shared"].bool ?? false),
            .expect(entry.verdict.isSampled, expect["report_span"].bool ?? false),
            .expect(isRootAlike, true),
        ])
    }
}
