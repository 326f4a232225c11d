// What all workers' numbers come to at one moment.

import HTTP

/// The sums over all shards of a plan, grouped as Prometheus wants to read them. Cold.
public struct MetricSnapshot: Sendable {
    /// A label of a sample.
    public struct Label: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A number of a metric.
    public enum Value: Hashable, Sendable {
        case number(Double)
        /// Cumulative counts, one for each bound of `LatencyBuckets` and one more for "+Inf"; the sum is in seconds.
        case histogram(cumulative: [UInt64], sumSeconds: Double)
    }

    /// A metric's number for one set of labels.
    public struct Sample: Hashable, Sendable {
        public let labels: [Label]
        public let value: Value

        public init(_ labels: [Label], _ value: Value) {
            self.labels = labels
            self.value = value
        }
    }

    /// A metric with all its samples.
    public struct Family: Hashable, Sendable {
        public let metric: MetricCatalogue.Metric
        public var samples: [Sample]

        public init(_ metric: MetricCatalogue.Metric, _ samples: [Sample] = []) {
            self.metric = metric
            self.samples = samples
        }
    }

    private let layout: MetricLayout
    private let sums: [UInt64]

    /// Sums the shards, which all have this layout.
    public init(_ layout: MetricLayout, shards: [MetricShard]) {
        self.layout = layout
        var sums = [UInt64](repeating: 0, count: layout.slotCount)
        for shard in shards { shard.sum(into: &sums) }
        self.sums = sums
    }

    // MARK: Single numbers

    public func value(_ counter: WorkerCounter) -> UInt64 { sums[counter.rawValue] }

    public func value(_ counter: UpstreamCounter, upstream: Int) -> UInt64 {
        sums[layout.upstreamBase(upstream) + counter.rawValue]
    }

    /// Requests of a route that ended with this class.
    public func requests(route: Int, _ status: StatusClass) -> UInt64 {
        sums[MetricLayout.routeBase(route) + MetricLayout.routeClasses + Int(status.rawValue)]
    }

    /// Decisions of a route.
    public func decisions(route: Int, _ reason: SamplingReason, sampled: Bool) -> UInt64 {
        let slot = Int(reason.rawValue) * 2 + (sampled ? 1 : 0)
        return sums[MetricLayout.routeBase(route) + MetricLayout.routeVerdicts + slot]
    }

    /// gRPC calls of a route that ended with this status.
    public func calls(route: Int, _ status: GRPCStatus) -> UInt64 {
        sums[MetricLayout.routeBase(route) + MetricLayout.routeCalls + Int(status.rawValue)]
    }

    // MARK: Families

    /// Every metric of the catalogue with its samples, in a fixed order.
    ///
    /// Counters by class and reason that are zero are left out, as they would be most of a large configuration's page.
    public func families() -> [Family] {
        var gathering = Gathering()
        for counter in WorkerCounter.allCases {
            let place = MetricCatalogue.place(of: counter)
            let labels = place.label.map { [Label($0, place.value)] } ?? []
            gathering.add(place.metric, labels, number(counter.rawValue))
        }
        for index in layout.routes.indices { addRoute(index, to: &gathering) }
        for index in layout.upstreams.indices { addUpstream(index, to: &gathering) }
        return gathering.families
    }

    private func addRoute(_ index: Int, to gathering: inout Gathering) {
        let base = MetricLayout.routeBase(index)
        let route = layout.routes[index]
        let labels = [Label("listener", route.listener), Label("host", route.host), Label("route", route.route)]
        gathering.add(MetricCatalogue.requestsInFlight, labels, number(base + MetricLayout.routeInFlight))
        addClasses(MetricCatalogue.requests, labels, base + MetricLayout.routeClasses, to: &gathering)
        let latency = histogram(sum: base + MetricLayout.routeLatencySum, buckets: base + MetricLayout.routeBuckets)
        gathering.add(MetricCatalogue.requestDuration, labels, latency)
        for status in GRPCStatus.allCases where calls(route: index, status) > 0 {
            let label = Label("grpc_status", String(describing: status.name))
            gathering.add(MetricCatalogue.calls, labels + [label], .number(Double(calls(route: index, status))))
        }
        for reason in SamplingReason.allCases {
            for (isSampled, word) in [(false, "no"), (true, "yes")] {
                let count = decisions(route: index, reason, sampled: isSampled)
                if count == 0 { continue }
                let more = [Label("reason", String(describing: reason.name)), Label("sampled", word)]
                gathering.add(MetricCatalogue.decisions, labels + more, .number(Double(count)))
            }
        }
    }

    private func addUpstream(_ index: Int, to gathering: inout Gathering) {
        let base = layout.upstreamBase(index)
        let labels = [Label("upstream", layout.upstreams[index])]
        for counter in UpstreamCounter.allCases {
            let place = MetricCatalogue.place(of: counter)
            let more = place.label.map { [Label($0, place.value)] } ?? []
            gathering.add(place.metric, labels + more, number(base + counter.rawValue))
        }
        addClasses(MetricCatalogue.attempts, labels, base + MetricLayout.upstreamClasses, to: &gathering)
        let latency = histogram(
            sum: base + MetricLayout.upstreamLatencySum,
            buckets: base + MetricLayout.upstreamBuckets
        )
        gathering.add(MetricCatalogue.attemptDuration, labels, latency)
    }

    private func addClasses(
        _ metric: MetricCatalogue.Metric,
        _ labels: [Label],
        _ base: Int,
        to gathering: inout Gathering
    ) {
        for status in StatusClass.allCases where sums[base + Int(status.rawValue)] > 0 {
            let label = Label("status", String(describing: status.name))
            gathering.add(metric, labels + [label], number(base + Int(status.rawValue)))
        }
    }

    /// Gauges may be summed from wrapped shares, so they are read as signed.
    private func number(_ slot: Int) -> Value { .number(Double(Int64(bitPattern: sums[slot]))) }

    private func histogram(sum: Int, buckets: Int) -> Value {
        var cumulative: [UInt64] = []
        var total: UInt64 = 0
        for slot in 0..<LatencyBuckets.slotCount {
            total += sums[buckets + slot]
            cumulative.append(total)
        }
        return .histogram(cumulative: cumulative, sumSeconds: Double(sums[sum]) / 1_000_000)
    }

    /// Families in the order of their first sample.
    private struct Gathering {
        var families: [Family] = []
        private var indexes: [MetricCatalogue.Metric: Int] = [:]

        mutating func add(_ metric: MetricCatalogue.Metric, _ labels: [Label], _ value: Value) {
            let index = indexes[metric] ?? families.count
            if index == families.count {
                indexes[metric] = index
                families.append(Family(metric))
            }
            families[index].samples.append(Sample(labels, value))
        }
    }
}
