// Whether `tracestate` goes on as it should, and says about sampling only what is true.

import Bytes
import HTTP
import Telemetry
import Testing

/// W3C Trace Context level 2, "tracestate Header"; OpenTelemetry specification, trace/tracestate-probability-sampling.
@Suite struct TraceStateTests {
    /// What an upstream gets for `tracestate` when this came from a trusted client.
    private func outgoing(
        _ headers: [(String, String)],
        flags: String = "01",
        traceID: String = "463ac35c9f6413ad48c0000000000000",
        rate: SampleRate = .never,
        allowed: Trust.Allowance = .all
    ) -> String {
        var random = SeededRandom(42)
        let all = [("traceparent", "00-\(traceID)-a2fb4a1d1a96d312-\(flags)")] + headers
        return withFields(all) { fields in
            let propagator = Propagator([.w3c])
            let entry = TraceEntry.begin(
                fields,
                allowed: allowed,
                rate: rate,
                propagator: propagator,
                using: &random
            )
            let text = written { propagator.inject(entry.context, entry: entry, fields: fields, into: &$0) }
            let parts = text.split(separator: "\r\n")
            return parts.count > 1 ? String(parts[1].dropFirst("tracestate: ".count)) : ""
        }
    }

    @Test func `members of several fields are joined in order`() {
        #expect(outgoing([("tracestate", "a=1, b=2"), ("tracestate", ""), ("tracestate", "c=3,a=9")]) == "a=1,b=2,c=3")
    }

    @Test func `a bad member drops the list and keeps the parent`() {
        #expect(outgoing([("tracestate", "a=1"), ("tracestate", "B=2")]) == "")
    }

    @Test func `a stranger's members go nowhere`() {
        #expect(outgoing([("tracestate", "a=1,ot=th:8")], rate: .never, allowed: []) == "")
        #expect(outgoing([("tracestate", "a=1,ot=th:8")], rate: .always, allowed: []) == "ot=th:0")
    }

    @Test func `a fresh root that chance kept notes its threshold`() throws {
        var random = SeededRandom(1)
        let rate = try SampleRate(text: "25%")
        var noted = 0
        withFields([("accept", "*/*")]) { fields in
            for _ in 0..<1_000 {
                let entry = TraceEntry.begin(
                    fields,
                    allowed: [],
                    rate: rate,
                    propagator: .standard,
                    using: &random
                )
                let text = written {
                    Propagator.standard.inject(entry.context, entry: entry, fields: fields, into: &$0)
                }
                #expect(text.contains("tracestate: ot=th:c\r\n") == entry.verdict.isSampled)
                if entry.verdict.isSampled { noted += 1 }
            }
        }
        #expect(Statistics.wilson(noted, of: 1_000).contains(0.25))
    }

    // The randomness of the trace id above is c0…0.
    @Test(arguments: [
        ("01", "a=1,ot=th:8", "a=1,ot=th:8"),  // agrees: kept as it came
        ("01", "a=1,ot=th:d", "a=1"),  // sampled although R < T: erased
        ("00", "ot=th:8,a=1", "a=1"),  // not sampled although R >= T: erased
        ("00", "ot=th:d,a=1", "ot=th:d,a=1"),
        ("01", "ot=th:d;rv:d0000000000000,a=1", "ot=th:d;rv:d0000000000000,a=1"),  // the explicit randomness counts
        ("01", "ot=th:8;rv:10000000000000;x:y", "ot=rv:10000000000000;x:y"),  // rv and others stay
        ("01", "ot=x:y", "ot=x:y"),
        ("01", "ot=th:G", "ot=th:G"),  // not a threshold: none of our business
    ])
    func `a caller's threshold goes on only when it agrees with the caller's decision`(
        flags: String,
        state: String,
        expected: String
    ) {
        #expect(outgoing([("tracestate", state)], flags: flags) == expected)
    }

    @Test(arguments: [("1", "ot=rv:d0000000000000,a=1"), ("0", "ot=rv:d0000000000000,a=1")])
    func `an override erases the threshold and leaves the randomness`(sample: String, expected: String) {
        let headers = [("tracestate", "a=1,ot=th:8;rv:d0000000000000"), ("l5d-sample", sample)]
        #expect(outgoing(headers) == expected)
    }

    @Test func `a threshold alone vanishes with its member`() {
        #expect(outgoing([("tracestate", "ot=th:d")]) == "")
    }

    @Test(
        arguments: [
            (0, "0"), (1 << 55, "8"), (0xFD70A4 << 32, "fd70a4"), (1, "00000000000001"),
            ((1 << 56) - 1, "ffffffffffffff"),
        ] as [(UInt64, String)]
    )
    func `a threshold is written without trailing zeros and read back`(threshold: UInt64, text: String) {
        #expect(written { ThresholdNote.writeThreshold(threshold, to: &$0) } == text)
        #expect(text.withByteView { ThresholdNote.readThreshold($0) } == threshold)
    }

    @Test func `a list swollen with repeats or commas is discarded`() {
        #expect(outgoing([("tracestate", String(repeating: "a=1,", count: 33))]) == "")
        #expect(outgoing([("tracestate", "a=1" + String(repeating: ",", count: 128))]) == "")
        #expect(outgoing([("tracestate", "a=1" + String(repeating: ",", count: 100))]) == "a=1")
    }

    @Test func `thirty-two members pass and thirty-three do not`() {
        let members = (1...33).map { "k\($0)=v" }
        #expect(outgoing([("tracestate", members.prefix(32).joined(separator: ","))]).split(separator: ",").count == 32)
        #expect(outgoing([("tracestate", members.joined(separator: ","))]) == "")
    }
}
