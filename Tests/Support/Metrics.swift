// Which numbers does the gateway publish?

import Foundation

/// One reading of `/metrics` in the Prometheus text format.
public struct Metrics: Sendable, CustomStringConvertible {
    private let samples: [(name: String, labels: [String: String], value: Double)]
    public let description: String

    /// Reads the text; throws at a line that is no comment and no sample.
    public init(_ text: String) throws {
        description = text
        samples = try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(Self.sample)
    }

    /// The sum of all samples of `name` that carry these labels; 0 when there are none.
    public func sum(_ name: String, _ labels: [String: String] = [:]) -> Double {
        matching(name, labels).reduce(0) { $0 + $1.value }
    }

    /// The sum of all counters, whatever their names, that carry these labels.
    public func total(_ labels: [String: String]) -> Double {
        names.filter { $0.hasSuffix("_total") }.reduce(0) { $0 + sum($1, labels) }
    }

    /// Whether a sample of that name exists.
    public func has(_ name: String, _ labels: [String: String] = [:]) -> Bool {
        !matching(name, labels).isEmpty
    }

    /// The values that a label takes on the samples of `name`.
    public func values(of label: String, in name: String) -> Set<String> {
        Set(matching(name, [:]).compactMap { $0.labels[label] })
    }

    public var names: Set<String> { Set(samples.map(\.name)) }

    private func matching(_ name: String, _ labels: [String: String]) -> [(labels: [String: String], value: Double)] {
        samples.filter { sample in
            sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value }
        }.map { ($0.labels, $0.value) }
    }

    /// `name{label="value",...} number`; label values in tests hold no quotes and no braces.
    private static func sample(
        _ line: Substring
    ) throws -> (name: String, labels: [String: String], value: Double) {
        guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
            throw TestFailure("not a sample: \(line)")
        }
        let series = line[..<space]
        guard let brace = series.firstIndex(of: "{") else { return (String(series), [:], value) }
        let inside = series[series.index(after: brace)...].dropLast()
        var labels: [String: String] = [:]
        for pair in inside.split(separator: "\",") {
            let parts = pair.split(separator: "=\"", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw TestFailure("not a label: \(pair) in \(line)") }
            labels[String(parts[0])] = parts[1].hasSuffix("\"") ? String(parts[1].dropLast()) : String(parts[1])
        }
        return (String(series[..<brace]), labels, value)
    }
}
