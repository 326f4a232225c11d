// What does the admin's window show of a running gateway?

import Admin
import Archive
import Collector
import Config
import Proxy
import Telemetry
import Time
import Wire

extension AdminSources {
    /// The sources of a gateway on `plan`. `loop` is the collector's.
    init(
        _ plan: Plan,
        posts: [WorkerPost],
        collector: Collector,
        certificates: CertificateWatch,
        traces: TraceStore?,
        readiness: Readiness,
        loop: LoopExecutor
    ) {
        let shards = posts.map(\.metrics)
        self.init(
            readiness: { readiness.current },
            metrics: {
                let own = MetricSnapshot(plan.metrics, shards: shards).families()
                let spans = collector.figures.families(contents: try? traces?.contents())
                return (PrometheusText.contentType, PrometheusText.page(own + spans + certificates.families))
            },
            routes: { AdminRouteRow.all(of: plan.config) },
            configText: { plan.config.sourceText },
            traces: traces,
            // A turn may wait for a disk: that is for the collector's loop.
            gatherSpans: { _ = await Task(executorPreference: loop) { await collector.turn() }.value },
            keepSpans: { spans in Task(executorPreference: loop) { await collector.receive(spans) } },
            nowMilliseconds: { ClockAnchor.now().unixMicroseconds / 1000 }
        )
    }
}
