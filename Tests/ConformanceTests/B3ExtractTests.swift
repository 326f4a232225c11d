// Whether both B3 forms are read as the reference library reads them.

import Bytes
import HTTP
import Telemetry
import Testing

/// B3 propagation text; vectors of `tracing/b3_extract.json`.
@Suite struct B3ExtractTests {
    /// What a vector expects, in its own words.
    private struct State: Equatable {
        var kind = "empty"
        var traceID: TraceID?
        var spanID: String?
        var parentID: String?
        var sampled: Bool?
        var debug = false
    }

    @Test func `contexts are extracted as the vectors say`() {
        VectorFile.run("tracing", "b3_extract") { vector in
            guard vector["headers"] != .null else { return .skipped("without headers") }
            let actual = MessageFields.with(vector["headers"]) { fields in
                Self.state(Propagator([.b3, .b3multi]).extract(from: fields))
            }
            let alternative = vector["strict_alternative"]
            if !alternative.isNull, actual == Self.state(alternative) { return .passed }
            return .expect(actual, Self.state(vector["expect"]))
        }
    }

    private static func state(_ extraction: Extraction) -> State {
        let context = extraction.context
        switch extraction.outcome {
        case .absent, .malformed: return State()
        case .decisionOnly:
            return State(kind: "flags", sampled: context.decision.isSampled, debug: context.decision == .debug)
        case .context:
            return State(
                kind: "context",
                traceID: context.traceID,
                spanID: context.spanID.description,
                parentID: context.parentID.isValid ? context.parentID.description : nil,
                sampled: context.decision.isSampled,
                debug: context.decision == .debug
            )
        }
    }

    private static func state(_ expect: JSON) -> State {
        guard let kind = expect["kind"].string, kind != "empty" else { return State() }
        return State(
            kind: kind,
            traceID: expect["traceId"].string.flatMap { $0.withByteView { TraceID(hex: $0) } },
            spanID: expect["spanId"].string,
            parentID: expect["parentId"].string,
            sampled: expect["sampled"].bool,
            debug: expect["debug"].bool ?? false
        )
    }
}
