// How are numbers written for Prometheus?

import Bytes
import Telemetry

/// The text exposition format, version 0.0.4: HELP and TYPE once for each metric, then its samples together.
public enum PrometheusText {
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// A whole page. Families of the same metric are joined; a metric without samples is left out.
    public static func page(_ families: [MetricSnapshot.Family]) -> [UInt8] {
        var buffer = ByteBuffer(capacity: 16 << 10)
        write(families, to: &buffer)
        return buffer.readable.array
    }

    public static func write(_ families: [MetricSnapshot.Family], to buffer: inout ByteBuffer) {
        for family in joined(families) where !family.samples.isEmpty {
            writeHead(family.metric, to: &buffer)
            for sample in family.samples { write(sample, of: family.metric, to: &buffer) }
        }
    }

    /// Samples of one metric must stand together, whoever counted them.
    private static func joined(_ families: [MetricSnapshot.Family]) -> [MetricSnapshot.Family] {
        var order: [String: Int] = [:]
        var joined: [MetricSnapshot.Family] = []
        for family in families {
            if let at = order[family.metric.name] {
                joined[at].samples += family.samples
            } else {
                order[family.metric.name] = joined.count
                joined.append(family)
            }
        }
        return joined
    }

    private static func writeHead(_ metric: MetricCatalogue.Metric, to buffer: inout ByteBuffer) {
        buffer.append("# HELP ")
        buffer.append(metric.name)
        buffer.append(" ")
        buffer.append(escaped(metric.help, quotes: false))
        buffer.append("\n# TYPE ")
        buffer.append(metric.name)
        buffer.append(" ")
        buffer.append(metric.kind.rawValue)
        buffer.append("\n")
    }

    private static func write(
        _ sample: MetricSnapshot.Sample,
        of metric: MetricCatalogue.Metric,
        to buffer: inout ByteBuffer
    ) {
        switch sample.value {
        case .number(let number): writeLine(metric.name, sample.labels, number, to: &buffer)
        case .histogram(let cumulative, let sum):
            for (i, count) in cumulative.enumerated() {
                let isLast = i >= LatencyBuckets.boundCount
                let bound = isLast ? "+Inf" : text(Double(LatencyBuckets.bounds[i]) / 1_000_000)
                let labels = sample.labels + [MetricSnapshot.Label("le", bound)]
                writeLine(metric.name + "_bucket", labels, Double(count), to: &buffer)
            }
            writeLine(metric.name + "_sum", sample.labels, sum, to: &buffer)
            writeLine(metric.name + "_count", sample.labels, Double(cumulative.last ?? 0), to: &buffer)
        }
    }

    private static func writeLine(
        _ name: String,
        _ labels: [MetricSnapshot.Label],
        _ value: Double,
        to buffer: inout ByteBuffer
    ) {
        buffer.append(name)
        for (i, label) in labels.enumerated() {
            buffer.append(i == 0 ? "{" : ",")
            buffer.append(label.name)
            buffer.append("=\"")
            buffer.append(escaped(label.value, quotes: true))
            buffer.append("\"")
        }
        if !labels.isEmpty { buffer.append("}") }
        buffer.append(" ")
        buffer.append(text(value))
        buffer.append("\n")
    }

    /// Whole numbers without a fraction, others with as many digits as it takes to read them back.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        // Beyond 2^53 a Double has no fraction, and Int64 no room above 2^63.
        if value == value.rounded(), abs(value) < 9_007_199_254_740_992 { return String(Int64(value)) }
        return String(value)
    }

    /// Backslash and line feed are escaped everywhere, quotes in label values only.
    private static func escaped(_ text: String, quotes: Bool) -> String {
        guard text.utf8.contains(where: { $0 == 0x5C || $0 == 0x0A || $0 == 0x22 }) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
