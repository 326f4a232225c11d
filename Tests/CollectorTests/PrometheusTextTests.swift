// Prometheus, "Text-based format", 0.0.4.

import Archive
import Collector
import Telemetry
import Testing

@Suite struct PrometheusTextTests {
    private func text(_ families: [MetricSnapshot.Family]) -> String {
        String(decoding: PrometheusText.page(families), as: UTF8.self)
    }

    private typealias Metric = MetricCatalogue.Metric
    private typealias Family = MetricSnapshot.Family
    private typealias Sample = MetricSnapshot.Sample
    private typealias Label = MetricSnapshot.Label

    @Test func `help and type stand once before all samples of a metric`() {
        let metric = Metric("headgate_x_total", .counter, "Things\nwith \\ and \"quotes\".")
        let other = Metric("headgate_y", .gauge, "Y.")
        let page = text([
            Family(metric, [Sample([], .number(1))]), Family(other, [Sample([], .number(-0.5))]), Family(other, []),
            Family(metric, [Sample([Label("a", "q\"b\\s\nn"), Label("b", "é")], .number(2_000_000_000_000))]),
        ])
        #expect(
            page == """
                # HELP headgate_x_total Things\\nwith \\\\ and "quotes".
                # TYPE headgate_x_total counter
                headgate_x_total 1
                headgate_x_total{a="q\\"b\\\\s\\nn",b="é"} 2000000000000
                # HELP headgate_y Y.
                # TYPE headgate_y gauge
                headgate_y -0.5

                """
        )
    }

    @Test func `a histogram's buckets grow and end with all`() {
        let metric = Metric("headgate_t_seconds", .histogram, "T.")
        let counts = (0..<LatencyBuckets.slotCount).map { UInt64($0) }
        let page = text([Family(metric, [Sample([Label("r", "/")], .histogram(cumulative: counts, sumSeconds: 1.25))])])
        let lines = page.split(separator: "\n")
        #expect(lines[2] == #"headgate_t_seconds_bucket{r="/",le="0.0001"} 0"#)
        #expect(lines.contains(#"headgate_t_seconds_bucket{r="/",le="1"} 12"#))
        #expect(lines.contains(#"headgate_t_seconds_bucket{r="/",le="+Inf"} 18"#))
        #expect(lines.suffix(2) == [#"headgate_t_seconds_sum{r="/"} 1.25"#, #"headgate_t_seconds_count{r="/"} 18"#])
    }

    @Test func `every metric of the collector is on its page and well-formed`() async throws {
        let clock = ManualClock()
        let sink = ZipkinSink(script: [.answered(status: 503, retryAfter: nil)])
        let ring = SpanRing(capacity: 1 << 16)
        let store = TraceStore(try Archive())
        let collector = Collector(
            rings: [ring],
            destinations: [Destination(name: "http://zipkin:9411", send: sink.transport)],
            archive: store,
            clock: clock.collectorClock
        )
        SpanSource.request(1, into: ring)
        for _ in 0..<3 {
            await collector.turn()
            await collector.settle()
            clock.advance(by: .seconds(1))
        }
        let page = text(collector.figures.families(contents: try store.contents()))
        #expect(page.contains("headgate_spans_sampled_total 2\n"))
        #expect(page.contains(#"headgate_exporter_spans_delivered_total{destination="http://zipkin:9411"} 2"#))
        #expect(
            page.contains(
                #"headgate_exporter_attempts_failed_total{destination="http://zipkin:9411",cause="http_503"} 1"#
            )
        )
        #expect(page.contains(#"headgate_archive_spans_kept_total 2"#))
        for line in page.split(separator: "\n") where !line.hasPrefix("#") {
            let isWellFormed =
                try #/[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? -?[0-9.]+/#.wholeMatch(in: line) != nil
            #expect(isWellFormed, "\(line)")
        }
    }

    @Test func `destinations of one name have series of their own`() {
        let sink = ZipkinSink()
        let collector = Collector(
            rings: [],
            destinations: ["zipkin", "other", "zipkin"].map { Destination(name: $0, send: sink.transport) },
            archive: nil,
            clock: ManualClock().collectorClock
        )
        #expect(collector.figures.destinations.map(\.name) == ["zipkin", "other", "zipkin#2"])
        let series = collector.figures.families().flatMap { family in
            family.samples.map { [family.metric.name] + $0.labels.map(\.value) }
        }
        #expect(series.count > 30 && Set(series).count == series.count)
    }
}
