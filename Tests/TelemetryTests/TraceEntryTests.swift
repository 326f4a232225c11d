// Whether a request enters its trace under the right name, by the right decision, with strangers kept out.

import Bytes
import HTTP
import Telemetry
import Testing

/// Propagation at an edge: strangers restart, the trusted continue, decisions are resolved in one order.
@Suite struct TraceEntryTests {
    private static let ids = "463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312"
    private static let parent = "00-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01"

    private func entry(
        _ headers: [(String, String)],
        allowed: Trust.Allowance = .all,
        rate: SampleRate = .never,
        formats: [TraceFormat] = [.b3, .b3multi, .w3c]
    ) -> TraceEntry {
        var random = SeededRandom(42)
        return withFields(headers) { fields in
            TraceEntry.begin(
                fields,
                allowed: allowed,
                rate: rate,
                propagator: Propagator(formats),
                using: &random
            )
        }
    }

    @Test func `a request without context begins a root with a random trace id of 128 bits`() {
        let entry = entry([("accept", "*/*")], rate: .always)
        #expect(entry.context.traceID.high != 0 && entry.context.traceID.low != 0)
        #expect(entry.context.spanID.value == entry.context.traceID.low)
        #expect(!entry.context.parentID.isValid && entry.context.hasRandomFlag && !entry.isContinued)
        #expect(entry.verdict.isSampled && entry.verdict.reason == .probabilistic)
        #expect(entry.context.decision == .accept)
    }

    @Test func `a trusted context is continued below its span`() {
        let entry = entry([("b3", Self.ids + "-1")])
        #expect(entry.context.traceID.description == "463ac35c9f6413ad48485a3953bb6124")
        #expect(entry.context.parentID.description == "a2fb4a1d1a96d312")
        #expect(entry.context.spanID != entry.context.parentID)
        #expect(
            entry.verdict.reason == .parent && entry.verdict.isSampled && entry.isContinued && entry.refused.isEmpty
        )
    }

    @Test(arguments: ["-1", "-0", "-d", ""])
    func `a stranger's context changes nothing and is counted`(state: String) {
        for rate in [SampleRate.never, .always] {
            let entry = entry(
                [("b3", Self.ids + state), ("l5d-sample", "1"), ("baggage", "a=b")],
                allowed: [],
                rate: rate
            )
            #expect(entry.context.traceID.description != "463ac35c9f6413ad48485a3953bb6124")
            #expect(!entry.context.parentID.isValid && !entry.isContinued)
            #expect(entry.verdict.isSampled == rate.isAlways && !entry.verdict.isDebug)
            #expect(entry.refused == [.b3, .sample, .baggage])
            #expect(entry.foreignTraceID?.description == "463ac35c9f6413ad48485a3953bb6124")
        }
    }

    @Test func `each allowance stands for itself`() {
        let headers = [("b3", Self.ids + "-0"), ("l5d-sample", "1"), ("l5d-dtab", "/a=>/b")]
        let sample = entry(headers, allowed: .sample)
        #expect(sample.verdict.reason == .forced && !sample.isContinued && sample.refused == [.b3, .dtab])
        let parent = entry(headers, allowed: .parent)
        #expect(parent.verdict.reason == .parent && !parent.verdict.isSampled && parent.refused == [.sample, .dtab])
        #expect(entry(headers, allowed: .dtab, rate: .always).refused == [.b3, .sample])
    }

    @Test(
        arguments: [
            (nil, nil, false, SamplingReason.never), ("1", nil, true, .parent), ("0", nil, false, .parent),
            ("d", nil, true, .debug), ("1", "0", false, .hidden), ("0", "1", true, .forced), ("d", "0", false, .hidden),
            ("d", "1", true, .forced), (nil, "1", true, .forced), ("1", "junk", true, .parent),
            (nil, "NaN", false, .never),
        ] as [(String?, String?, Bool, SamplingReason)]
    )
    func `override beats context beats route`(b3: String?, sample: String?, sampled: Bool, reason: SamplingReason) {
        var headers: [(String, String)] = []
        if let b3 { headers.append(("b3", b3)) }
        if let sample { headers.append(("l5d-sample", sample)) }
        let verdict = entry(headers).verdict
        #expect(verdict.isSampled == sampled && verdict.reason == reason)
        #expect(verdict.isDebug == (b3 == "d" && sampled))
    }

    @Test func `a deferred context is decided by the route on the id that came`() throws {
        let half = try SampleRate(text: "50%")
        let kept = entry([("b3", "0000000000000000ff80000000000000-a2fb4a1d1a96d312")], rate: half)
        #expect(kept.verdict.isSampled && kept.verdict.reason == .probabilistic && kept.context.decision == .accept)
        let dropped = entry([("b3", "0000000000000000ff7fffffffffffff-a2fb4a1d1a96d312")], rate: half)
        #expect(!dropped.verdict.isSampled && dropped.context.decision == .deny)
    }

    @Test func `a lone decision keeps to itself the ids beside it but not those of W3C`() {
        let multi = [("b3", "0"), ("X-B3-TraceId", "463ac35c9f6413ad"), ("X-B3-SpanId", "a2fb4a1d1a96d312")]
        #expect(!entry(multi).isContinued)
        let w3c = entry([("b3", "0"), ("traceparent", Self.parent)])
        #expect(w3c.isContinued && !w3c.verdict.isSampled && w3c.verdict.reason == .parent)
    }

    @Test func `the first valid format in order wins and a disagreement is told`() {
        let headers = [
            ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), ("b3", Self.ids + "-0"),
        ]
        let b3First = entry(headers)
        #expect(b3First.extraction.format == .b3 && b3First.extraction.disagrees && !b3First.verdict.isSampled)
        let w3cFirst = entry(headers, formats: [.w3c, .b3])
        #expect(w3cFirst.extraction.format == .w3c && w3cFirst.verdict.isSampled)
        #expect(!entry([("b3", Self.ids), ("traceparent", Self.parent)]).extraction.disagrees)
    }

    @Test func `a broken format is told and the next one is tried`() {
        let entry = entry([("b3", "junk"), ("traceparent", Self.parent)])
        #expect(entry.isContinued && entry.extraction.malformed == TraceFormat.Set(.b3))
        let broken = self.entry([("b3", ""), ("X-B3-TraceId", "x"), ("traceparent", "00-")], rate: .always)
        #expect(!broken.isContinued && broken.extraction.outcome == .malformed && broken.verdict.isSampled)
        #expect(broken.extraction.malformed == .all)
    }

    @Test func `what is sent on is one context in every format, explicit`() {
        let entry = entry([("b3", Self.ids)], rate: .never)
        let child = entry.context.child(SpanID(0xABC))
        let text = withFields([("b3", Self.ids)]) { fields in
            written { Propagator.standard.inject(child, entry: entry, fields: fields, into: &$0) }
        }
        let server = entry.context.spanID.description
        #expect(
            text == """
                b3: 463ac35c9f6413ad48485a3953bb6124-0000000000000abc-0\r
                X-B3-TraceId: 463ac35c9f6413ad48485a3953bb6124\r
                X-B3-SpanId: 0000000000000abc\r
                X-B3-ParentSpanId: \(server)\r
                X-B3-Sampled: 0\r
                traceparent: 00-463ac35c9f6413ad48485a3953bb6124-0000000000000abc-00\r\n
                """
        )
    }

    @Test func `random fields are read without a trap`() {
        var random = SeededRandom(9)
        let names = ["b3", "X-B3-TraceId", "X-B3-SpanId", "X-B3-ParentSpanId", "X-B3-Sampled", "X-B3-Flags"]
        let more = ["traceparent", "tracestate", "l5d-sample"]
        let pieces = [
            "", "-", "0", "1", "d", "00", "463ac35c9f6413ad", "a2fb4a1d1a96d312", "ot=th:8;rv:1", ",", "=", "a=b",
        ]
        for _ in 0..<20_000 {
            let headers = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                let value = (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random)!
                }
                return (
                    (names + more).randomElement(using: &random)!,
                    value.joined(separator: Bool.random(using: &random) ? "-" : "")
                )
            }
            let entry = entry(headers)
            #expect(entry.context.hasIdentity && entry.context.decision != .deferred)
            let text = withFields(headers) { fields in
                written { Propagator.standard.inject(entry.context, entry: entry, fields: fields, into: &$0) }
            }
            #expect(text.hasPrefix("b3: ") && text.hasSuffix("\r\n"))
        }
    }
}
