// Whether `traceparent` is judged and written as W3C says.

import Bytes
import HTTP
import Telemetry
import Testing

/// W3C Trace Context level 2, "traceparent Header"; vectors of `tracing/w3c_traceparent.json`.
@Suite struct W3CTraceparentTests {
    @Test func `traceparent is judged as the vectors say`() {
        VectorFile.run("tracing", "w3c_traceparent") { vector in
            MessageFields.with(vector["headers"]) { fields in
                let propagator = Propagator([.w3c])
                var random = SeededRandom(2)
                let entry = TraceEntry.begin(
                    fields,
                    allowed: .all,
                    rate: .always,
                    propagator: propagator,
                    using: &random
                )
                var buffer = ByteBuffer()
                let child = entry.context.child(.random(using: &random))
                propagator.inject(child, entry: entry, fields: fields, into: &buffer)
                return .all([
                    Self.compareIncoming(entry.extraction, vector["expect"]),
                    Self.compareOutgoing(MessageFields.lines(buffer), entry, vector["expect"]["outgoing"]),
                ])
            }
        }
    }

    private static func compareIncoming(_ extraction: Extraction, _ expect: JSON) -> VectorFile.Outcome {
        let action: String
        switch extraction.outcome {
        case .absent: action = "start"
        case .malformed: action = "restart"
        case .decisionOnly, .context: action = "continue"
        }
        guard action == "continue", expect["action"].string == "continue" else {
            return .expect(action, expect["action"].string ?? "")
        }
        var digits = ByteBuffer()
        extraction.context.traceID.write(to: &digits)
        return .all([
            .expect(String(digits.readable), expect["traceId"].string ?? ""),
            .expect(extraction.context.spanID.description, expect["incomingParentId"].string ?? ""),
            .expect(extraction.context.decision.isSampled, expect["sampled"].bool),
            .expect(extraction.context.hasRandomFlag, expect["random"].bool ?? false),
        ])
    }

    private static func compareOutgoing(
        _ lines: [String: String],
        _ entry: TraceEntry,
        _ expect: JSON
    ) -> VectorFile.Outcome {
        let parts = (lines["traceparent"] ?? "").split(separator: "-").map(String.init)
        guard parts.count == 4 else { return .failed("wrote \(lines)") }
        let incoming = entry.extraction.context
        var outcomes: [VectorFile.Outcome] = [.expect(parts[0], expect["version"].string ?? "00")]
        if expect["traceId"].string == "fresh" {
            outcomes.append(.expect(parts[1].withByteView { TraceID(hex: $0) } == nil, false))
            outcomes.append(.expect(entry.isContinued, false))
        } else {
            outcomes.append(.expect(parts[1], expect["traceId"].string ?? ""))
        }
        outcomes.append(.expect(parts[2] == incoming.spanID.description || parts[2] == SpanID.none.description, false))
        if let flags = expect["flags_if_decision_kept"].string { outcomes.append(.expect(parts[3], flags)) }
        if expect["tracestate"].string == "dropped" {
            // A fresh trace may carry our own threshold, but no member of the old one.
            outcomes.append(.expect(lines["tracestate"] ?? "ot=th:0", "ot=th:0"))
        }
        return .all(outcomes)
    }
}
