// Whether `tracestate` is combined, judged and changed as W3C says.

import Bytes
import HTTP
import Telemetry
import Testing

/// W3C Trace Context level 2, "tracestate Header"; vectors of `tracing/w3c_tracestate.json`.
@Suite struct W3CTracestateTests {
    @Test func `tracestate is combined and changed as the vectors say`() {
        VectorFile.run("tracing", "w3c_tracestate") { vector in
            if !vector["headers"].isNull { return Self.read(vector) }
            guard let text = vector["tracestate_in"].string else { return .skipped("of an unknown kind") }
            if !vector["set"].isNull { return Self.set(text, vector) }
            if let key = vector["delete"].string { return Self.remove(key, from: text, vector["expect"]) }
            if let limit = vector["limit"].integer { return Self.truncate(text, to: Int(limit), vector["expect"]) }
            return .skipped("of an unknown kind")
        }
    }

    /// What goes out again must be one of the lists of members that the vector allows.
    private static func read(_ vector: JSON) -> VectorFile.Outcome {
        MessageFields.with(vector["headers"]) { fields in
            let propagator = Propagator([.w3c])
            var random = SeededRandom(3)
            let entry = TraceEntry.begin(
                fields,
                allowed: .all,
                rate: .never,
                propagator: propagator,
                using: &random
            )
            var buffer = ByteBuffer()
            propagator.inject(entry.context, entry: entry, fields: fields, into: &buffer)
            let members = Self.members(MessageFields.lines(buffer)["tracestate"] ?? "")
            let expect = vector["expect"]
            if !expect["any_of"].isNull {
                return expect["any_of"].array.map(Self.members).contains(members)
                    ? .passed : .failed("got \(members), expected one of \(expect["any_of"])")
            }
            return .expect(members, Self.members(expect["members"]))
        }
    }

    private static func set(_ text: String, _ vector: JSON) -> VectorFile.Outcome {
        guard let key = vector["set"][0].string else { return .failed("has no key to set") }
        guard let value = vector["set"][1].string else { return remove(key, from: text, vector["expect"]) }
        return change(text, vector["expect"]) { state in
            key.withByteView { key in
                value.withByteView { value in
                    state.set(key, to: value)
                    return written(state)
                }
            }
        }
    }

    private static func remove(_ key: String, from text: String, _ expect: JSON) -> VectorFile.Outcome {
        change(text, expect) { state in
            key.withByteView { if let index = state.index(of: $0) { state.remove(at: index) } }
            return written(state)
        }
    }

    private static func truncate(_ text: String, to limit: Int, _ expect: JSON) -> VectorFile.Outcome {
        change(text, expect) { state in
            state.truncate(to: limit)
            return written(state)
        }
    }

    private static func change(
        _ text: String,
        _ expect: JSON,
        _ body: (inout TraceState) -> String
    ) -> VectorFile.Outcome {
        text.withByteView { view in
            guard var state = TraceState(view) else { return .failed("was not readable") }
            let text = body(&state)
            if expect["keys_left"].isNull { return .expect(text, expect["tracestate_out"].string ?? "") }
            return .expect(members(text).map { $0[0] }, expect["keys_left"].array.map { $0.string ?? "" })
        }
    }

    private static func written(_ state: TraceState) -> String {
        var buffer = ByteBuffer()
        state.write(to: &buffer)
        return String(buffer.readable)
    }

    private static func members(_ json: JSON) -> [[String]] { json.array.map { $0.array.map { $0.string ?? "" } } }

    private static func members(_ text: String) -> [[String]] {
        text.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    }
}
