// Whether both B3 forms are inverse to their writers and strict at every position.

import Bytes
import HTTP
import Telemetry
import Testing

/// B3 propagation text.
@Suite struct B3FormatTests {
    private static let contexts: [TraceContext] = [Decision.deferred, .deny, .accept, .debug].flatMap { decision in
        [TraceID(high: 0, low: 5), TraceID(high: 7, low: 0)].flatMap { traceID in
            [SpanID.none, SpanID(9)].map { parentID in
                TraceContext(traceID: traceID, spanID: SpanID(3), parentID: parentID, decision: decision)
            }
        }
    }

    @Test(arguments: contexts)
    func `a context written in one field is read again`(context: TraceContext) {
        let line = written { B3Format.writeSingle(context, withParent: true, to: &$0) }
        let value = line.dropFirst(4).dropLast(1)
        #expect(String(value).withByteView { B3Format.readSingle($0) } == .context(context))
    }

    @Test(arguments: contexts)
    func `a context written in several fields is read again`(context: TraceContext) {
        let lines = written { B3Format.writeMulti(context, to: &$0) }.split(separator: "\r\n")
        let headers = lines.map { line in
            let parts = line.split(separator: ":")
            return (String(parts[0]), String(parts[1].dropFirst()))
        }
        withFields(headers) { #expect(B3Format.readMulti($0) == .context(context)) }
    }

    @Test func `a single field cut at any place is refused or says less`() {
        let value = "463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-1-00f067aa0ba902b7"
        for length in 0..<value.utf8.count {
            let reading = String(value.prefix(length)).withByteView { B3Format.readSingle($0) }
            #expect((reading != .malformed) == [49, 51].contains(length), "\(length)")
        }
    }

    @Test func `a parent of zeros is none in one field and broken in several`() {
        let value = "463ac35c9f6413ad-a2fb4a1d1a96d312-1-0000000000000000"
        let expected = TraceContext(
            traceID: TraceID(high: 0, low: 0x463a_c35c_9f64_13ad),
            spanID: SpanID(0xa2fb_4a1d_1a96_d312),
            decision: .accept
        )
        #expect(value.withByteView { B3Format.readSingle($0) } == .context(expected))
        let headers = [
            ("X-B3-TraceId", "463ac35c9f6413ad"), ("X-B3-SpanId", "a2fb4a1d1a96d312"),
            ("X-B3-ParentSpanId", "0000000000000000"),
        ]
        withFields(headers) { #expect(B3Format.readMulti($0) == .malformed) }
    }

    @Test func `a deny beside garbled ids is kept only when the span id is missing`() {
        withFields([("X-B3-TraceId", "463ac35c9f6413ad"), ("X-B3-Sampled", "0")]) {
            #expect(B3Format.readMulti($0) == .decision(.deny))
        }
        withFields([("X-B3-TraceId", "463ac35c9f6413ad"), ("X-B3-Sampled", "1")]) {
            #expect(B3Format.readMulti($0) == .malformed)
        }
    }
}
