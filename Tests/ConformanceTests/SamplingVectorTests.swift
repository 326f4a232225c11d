// Whether thresholds, randomness and decisions are what OpenTelemetry's rules say.

import Bytes
import Foundation
import HTTP
import Telemetry
import Testing

/// OpenTelemetry specification, consistent probability sampling; vectors of `tracing/sampling.json`.
@Suite struct SamplingVectorTests {
    @Test func `sampling numbers are what the vectors say`() {
        VectorFile.run("tracing", "sampling") { vector in
            switch vector["kind"].string {
            case "probability_to_threshold": Self.threshold(vector)
            case "consistent_decision": Self.decision(vector)
            case "randomness_source": Self.randomness(vector)
            case "th_syntax": Self.syntax(vector)
            case "wilson_interval_99.9": Self.wilson(vector)
            case "peer_trace_id_sampler", "brave_counting_sampler_slots", "brave_boundary_sampler_bias":
                .skipped("of samplers of others")
            case "rate_limit_watermarks": .skipped("of rate limits, which are not built")
            case "jaeger_adaptive_probability": .skipped("of adaptive sampling, which is not built")
            case "epoch128": .skipped("of ids with a clock inside, which are not made here")
            case let kind: .skipped("of the unknown kind \(kind ?? "?")")
            }
        }
    }

    private static func threshold(_ vector: JSON) -> VectorFile.Outcome {
        guard case .number(_, let text) = vector["probability"], let precision = vector["precision"].integer,
            case .rate(let rate) = text.withByteView({ SampleOverride($0) })
        else { return .failed("cannot be read") }
        let threshold = rate.threshold(precision: Int(precision))
        let share = Double((1 << 56) - threshold) / Double(1 << 56 as UInt64)
        let expect = vector["expect"]
        return .all([
            .expect(threshold, expect["threshold"].unsigned ?? .max),
            .expect(written(threshold), expect["th"].string ?? ""),
            close(share, expect["actual_probability"].double ?? share),
            close(1 / share, expect["adjusted_count"].double ?? 1 / share),
        ])
    }

    private static func decision(_ vector: JSON) -> VectorFile.Outcome {
        guard let threshold = vector["th"].string?.withByteView({ ThresholdNote.readThreshold($0) }),
            let randomness = vector["randomness"].string.flatMap({ UInt64($0, radix: 16) })
        else { return .failed("cannot be read") }
        return .expect(randomness >= threshold, vector["expect"]["sampled"].bool ?? false)
    }

    private static func randomness(_ vector: JSON) -> VectorFile.Outcome {
        let traceID = vector["traceId"].string ?? ""
        var headers = [("traceparent", "00-\(traceID)-00f067aa0ba902b7-01")]
        if let state = vector["tracestate"].string { headers.append(("tracestate", state)) }
        return MessageFields.with(headers) { fields in
            let context = Propagator([.w3c]).extract(from: fields).context
            return .expect(context.randomness, UInt64(vector["expect"]["randomness"].string ?? "", radix: 16))
        }
    }

    private static func syntax(_ vector: JSON) -> VectorFile.Outcome {
        guard let text = vector["th"].string else { return .failed("cannot be read") }
        let isValid = text.withByteView { ThresholdNote.readThreshold($0) != nil }
        return .expect(isValid, vector["expect"]["valid"].bool ?? false)
    }

    private static func wilson(_ vector: JSON) -> VectorFile.Outcome {
        let k = vector["accepted"].double ?? 0
        let n = vector["trials"].double ?? 1
        let z = 3.290_526_7
        let centre = (k + z * z / 2) / (n + z * z)
        let half = z / (n + z * z) * (k * (n - k) / n + z * z / 4).squareRoot()
        return .all([
            close(centre - half, vector["expect"]["low"].double ?? -1),
            close(centre + half, vector["expect"]["high"].double ?? -1),
        ])
    }

    private static func written(_ threshold: UInt64) -> String {
        var buffer = ByteBuffer()
        ThresholdNote.writeThreshold(threshold, to: &buffer)
        return String(buffer.readable)
    }

    private static func close(_ a: Double, _ b: Double) -> VectorFile.Outcome {
        abs(a - b) <= 1e-9 * max(abs(a), abs(b), 1e-9) ? .passed : .failed("got \(a), expected \(b)")
    }
}
