// Whether what workers count is what a reader sums.

import Bytes
import HTTP
import Telemetry
import Testing

/// Shards, layouts and snapshots.
@Suite struct MetricTests {
    private static let layout = MetricLayout(
        routes: [
            .init(listener: ":80", host: "a.example", route: "/*"), .init(listener: ":80", host: "*", route: "/x"),
        ],
        upstreams: ["/svc/web", "/svc/api"]
    )
    private static let verdict = SamplingVerdict(isSampled: true, reason: .parent, rate: .never)

    @Test func `sums run over all shards`() {
        let shards = [MetricShard(Self.layout), MetricShard(Self.layout)]
        shards[0].add(.connectionsAccepted, 2)
        shards[1].add(.connectionsAccepted)
        shards[0].add(.connectionsOpen)
        shards[1].subtract(.connectionsOpen)
        shards[1].add(.retries, upstream: 1, 4)
        let snapshot = MetricSnapshot(Self.layout, shards: shards)
        #expect(snapshot.value(.connectionsAccepted) == 3)
        #expect(snapshot.value(.connectionsOpen) == 0)
        #expect(snapshot.value(.retries, upstream: 1) == 4 && snapshot.value(.retries, upstream: 0) == 0)
    }

    @Test func `a request moves its own route's numbers only`() {
        let shard = MetricShard(Self.layout)
        shard.requestBegan(route: 1)
        shard.requestBegan(route: 1)
        shard.requestEnded(route: 1, status: 503, microseconds: 700, verdict: Self.verdict)
        let snapshot = MetricSnapshot(Self.layout, shards: [shard])
        #expect(snapshot.requests(route: 1, .serverError) == 1 && snapshot.requests(route: 0, .serverError) == 0)
        #expect(snapshot.decisions(route: 1, .parent, sampled: true) == 1)
        let families = snapshot.families()
        let inFlight = families.first { $0.metric == MetricCatalogue.requestsInFlight }
        #expect(inFlight?.samples.map(\.value) == [.number(0), .number(1)])
        let latency = families.first { $0.metric == MetricCatalogue.requestDuration }?.samples[1].value
        guard case .histogram(let cumulative, let sum) = latency else {
            Issue.record("There is no histogram.")
            return
        }
        #expect(cumulative == [0, 0, 0] + [UInt64](repeating: 1, count: 16) && sum == 0.0007)
    }

    @Test func `the slots of a layout do not overlap`() {
        let shard = MetricShard(Self.layout)
        for counter in WorkerCounter.allCases { shard.add(counter) }
        for route in 0..<2 {
            for reason in SamplingReason.allCases {
                for isSampled in [false, true] {
                    let verdict = SamplingVerdict(isSampled: isSampled, reason: reason, rate: .never)
                    shard.requestBegan(route: route)
                    shard.requestEnded(route: route, status: 200, microseconds: 1, verdict: verdict)
                }
            }
        }
        for upstream in 0..<2 { for counter in UpstreamCounter.allCases { shard.add(counter, upstream: upstream) } }
        let snapshot = MetricSnapshot(Self.layout, shards: [shard])
        #expect(WorkerCounter.allCases.allSatisfy { snapshot.value($0) == 1 })
        for index in 0..<2 {
            #expect(UpstreamCounter.allCases.allSatisfy { snapshot.value($0, upstream: index) == 1 })
            #expect(SamplingReason.allCases.allSatisfy { snapshot.decisions(route: index, $0, sampled: true) == 1 })
            #expect(snapshot.requests(route: index, .success) == UInt64(2 * SamplingReason.allCases.count))
        }
    }

    @Test func `a duration falls into the first bucket whose bound is not below it`() {
        for (slot, bound) in LatencyBuckets.bounds.enumerated() {
            #expect(LatencyBuckets.slot(ofMicroseconds: bound) == slot)
            #expect(LatencyBuckets.slot(ofMicroseconds: bound + 1) == slot + 1)
        }
        #expect(LatencyBuckets.slot(ofMicroseconds: 0) == 0)
        #expect(LatencyBuckets.slot(ofMicroseconds: .max) == LatencyBuckets.slotCount - 1)
        #expect(LatencyBuckets.bounds == LatencyBuckets.bounds.sorted())
    }

    @Test func `every metric has a name of ours, a help and one kind`() {
        let families = MetricSnapshot(Self.layout, shards: [MetricShard(Self.layout)]).families()
        #expect(Set(families.map(\.metric.name)).count == families.count)
        for metric in families.map(\.metric) {
            #expect(metric.name.hasPrefix("headgate_") && metric.help.hasSuffix("."))
            #expect((metric.kind == .counter) == metric.name.hasSuffix("_total"))
        }
    }

    @Test func `what a request's trace fields came to is counted`() {
        let shard = MetricShard(Self.layout)
        var random = SeededRandom(1)
        for (headers, allowed) in [
            ([("b3", "junk"), ("l5d-sample", "1")], Trust.Allowance()), ([("l5d-sample", "x")], .all),
            ([("b3", "463ac35c9f6413ad-a2fb4a1d1a96d312-1")], .all),
            ([], []),
        ] as [([(String, String)], Trust.Allowance)] {
            withFields(headers) { fields in
                let entry = TraceEntry.begin(
                    fields,
                    allowed: allowed,
                    rate: .never,
                    propagator: .standard,
                    using: &random
                )
                shard.count(entry)
            }
        }
        let snapshot = MetricSnapshot(Self.layout, shards: [shard])
        #expect(snapshot.value(.contextMinted) == 3 && snapshot.value(.contextContinued) == 1)
        #expect(snapshot.value(.contextRestarted) == 1 && snapshot.value(.contextMalformedB3) == 1)
        #expect(snapshot.value(.steeringRefusedB3) == 1 && snapshot.value(.steeringRefusedSample) == 1)
        #expect(snapshot.value(.overrideUnreadable) == 1 && snapshot.value(.overrideHonoured) == 0)
    }

    @Test func `no series occurs twice, whatever routes and upstreams are called`() {
        let (any, second) = (
            MetricLayout.Route(listener: ":80", host: "*", route: "/*"),
            MetricLayout.Route(listener: ":80", host: "*", route: "/*#2")
        )
        let elsewhere = MetricLayout.Route(listener: ":81", host: "*", route: "/*")
        let layout = MetricLayout(routes: [any, any, second, elsewhere, any], upstreams: ["a", "b", "a"])
        #expect(layout.routes.map(\.route) == ["/*", "/*#2", "/*#2#2", "/*", "/*#3"])
        #expect(layout.upstreams == ["a", "b", "a#2"])
        let shard = MetricShard(layout)
        for route in layout.routes.indices {
            shard.requestBegan(route: route)
            shard.requestEnded(route: route, status: 200, microseconds: 1, verdict: Self.verdict)
        }
        for upstream in layout.upstreams.indices {
            shard.attemptEnded(upstream: upstream, status: 200, microseconds: 1)
        }
        for family in MetricSnapshot(layout, shards: [shard]).families() {
            #expect(Set(family.samples.map(\.labels)).count == family.samples.count, "\(family.metric.name)")
        }
    }

    @Test func `refused steering has one series for each kind of field`() {
        let families = MetricSnapshot(Self.layout, shards: [MetricShard(Self.layout)]).families()
        let steering = families.first { $0.metric == MetricCatalogue.steeringRefused }
        let fields = steering?.samples.map { $0.labels.map(\.value).joined() }
        let groups = ["b3", "w3c", "l5d-sample", "l5d-dtab", "l5d-ctx", "baggage"]
        #expect(fields == groups + ["forwarded", "foreign"])
    }
}
