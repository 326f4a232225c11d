// Which of several contexts in one request is believed.

import Bytes
import HTTP
import Telemetry
import Testing

/// Vectors of `tracing/format_conflicts.json`; what they recommend is a sentence, read here by its first words.
@Suite struct FormatConflictsTests {
    @Test func `conflicting formats are resolved as the vectors recommend`() {
        VectorFile.run("tracing", "format_conflicts") { vector in
            guard let words = vector["recommended"].string else { return .skipped("without a recommendation") }
            return MessageFields.with(vector["headers"]) { fields in
                Self.judge(Propagator.standard.extract(from: fields), words, vector["headers"])
            }
        }
    }

    private static func judge(_ extraction: Extraction, _ words: String, _ headers: JSON) -> VectorFile.Outcome {
        if words.contains("configurable") || words.contains("uber") || words.contains("Amzn") {
            return .skipped("about a format that is not built")
        }
        if words.hasPrefix("keep trace id from traceparent") {
            let parent = id(headers, "traceparent")
            return .all([
                .expect(extraction.context.traceID.description, parent ?? ""),
                .expect(extraction.context.decision, .deny),
            ])
        }
        if words.hasPrefix("restart") { return .expect(extraction.outcome, .malformed) }
        for (prefix, name) in [("traceparent", "traceparent"), ("w3c", "traceparent"), ("multi", "x-b3-traceid")]
        where words.lowercased().hasPrefix(prefix) {
            return .expect(extraction.context.traceID.description, id(headers, name) ?? "")
        }
        if words.hasPrefix("b3") || words.hasPrefix("single") || words.hasPrefix("first value") {
            return .expect(extraction.context.traceID.description, id(headers, "b3") ?? "")
        }
        return .skipped("whose recommendation is not understood: \(words)")
    }

    /// The trace id that the first field of this name carries.
    private static func id(_ headers: JSON, _ name: String) -> String? {
        guard let value = headers.array.first(where: { $0[0].string?.lowercased() == name })?[1].string else {
            return nil
        }
        let parts = value.split(separator: "-").map(String.init)
        return name == "traceparent" ? parts[1] : parts[0]
    }
}
