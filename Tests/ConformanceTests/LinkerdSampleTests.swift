// Whether `l5d-sample` is read as Linkerd 1 read it.

import Bytes
import HTTP
import Telemetry
import Testing

/// Vectors of `linkerd1/l5d_sample.json` and of `tracing/linkerd1.json`.
@Suite struct LinkerdSampleTests {
    @Test func `a rate is parsed as the vectors say`() {
        VectorFile.run("linkerd1", "l5d_sample") { vector in
            guard let value = vector["value"].string else { return .skipped("without a value") }
            let actual = MessageFields.with([("L5d-Sample", value)]) { Self.rate(SampleOverride($0)) }
            switch vector["parsed"] {
            case .number(let expected, _): return Self.close(actual, expected)
            // Linkerd fails the request on NaN; a header never does that here, so it is ignored. A percentage is ours.
            case .string("absent") where value.hasSuffix("%"): return .skipped("of percentages, which are taken here")
            case .string: return .expect(actual, nil)
            default: return .skipped("of an unknown kind")
            }
        }
    }

    @Test func `the header of a request is read as the vectors say`() {
        VectorFile.run("tracing", "linkerd1") { vector in
            let names = vector["headers"].array.compactMap { $0[0].string?.lowercased() }
            guard names.contains("l5d-sample") else { return .skipped("of l5d-ctx-trace, which is not built") }
            let actual = MessageFields.with(vector["headers"]) { Self.rate(SampleOverride($0)) }
            guard let expected = vector["expect"]["rate"].double else { return .expect(actual, nil) }
            return Self.close(actual, expected)
        }
    }

    private static func rate(_ override: SampleOverride) -> Double? {
        if case .rate(let rate) = override { rate.probability } else { nil }
    }

    /// Java reads 32 or 64 bits; both agree with the text to seven digits.
    private static func close(_ actual: Double?, _ expected: Double) -> VectorFile.Outcome {
        guard let actual, abs(actual - expected) <= 1e-7 else { return .expect(actual, expected) }
        return .passed
    }
}
