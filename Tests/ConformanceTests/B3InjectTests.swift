// Whether both B3 forms are written as the reference library writes them.

import Bytes
import Telemetry
import Testing

/// B3 propagation text; vectors of `tracing/b3_inject.json`.
@Suite struct B3InjectTests {
    @Test func `contexts are injected as the vectors say`() {
        VectorFile.run("tracing", "b3_inject") { vector in
            let context = Self.context(vector["context"])
            let expect = vector["expect"]
            var outcomes: [VectorFile.Outcome] = []
            if !expect["multi"].isNull {
                var buffer = ByteBuffer()
                B3Format.writeMulti(context, to: &buffer)
                let lines = MessageFields.lines(buffer)
                outcomes.append(.expect(lines, Self.lines(expect["multi"])))
                for name in vector["must_not_have"].array where lines[(name.string ?? "").lowercased()] != nil {
                    outcomes.append(.failed("has \(name)"))
                }
            }
            for (form, withParent) in [("single", true), ("single_no_parent", false)] where !expect[form].isNull {
                var buffer = ByteBuffer()
                B3Format.writeSingle(context, withParent: withParent, to: &buffer)
                outcomes.append(.expect(MessageFields.lines(buffer), Self.lines(expect[form])))
            }
            return .all(outcomes)
        }
    }

    private static func context(_ json: JSON) -> TraceContext {
        let debug = json["debug"].bool ?? false
        let sampled = json["sampled"].bool.map { $0 ? Decision.accept : .deny } ?? .deferred
        return TraceContext(
            traceID: TraceID(high: word(json["traceIdHigh"]), low: word(json["traceIdLow"])),
            spanID: SpanID(word(json["spanId"])),
            parentID: SpanID(word(json["parentId"])),
            decision: debug ? .debug : sampled
        )
    }

    private static func word(_ json: JSON) -> UInt64 { json.string.flatMap { UInt64($0, radix: 16) } ?? 0 }

    private static func lines(_ json: JSON) -> [String: String] {
        Dictionary(uniqueKeysWithValues: json.object.map { ($0.key.lowercased(), $0.value.string ?? "") })
    }
}
