// Is every route of a file told apart in the metrics?

import Telemetry
import Testing

@testable import Proxy

@Suite struct RouteSeriesTests {
    @Test func `routes of equal host and path have series of their own`() throws {
        let plan = try plan(
            """
            listen 127.0.0.1:8080 {
                host shop.test {
                    route /* to 127.0.0.1:81 { match method POST }
                    route /* to 127.0.0.1:81 { match method PUT }
                    route /* to 127.0.0.1:82
                }
                route /* to 127.0.0.1:81
            }
            listen 127.0.0.1:8081 { route /* to 127.0.0.1:81 }
            """
        )
        #expect(
            plan.metrics.routes.map { "\($0.listener) \($0.host) \($0.route)" } == [
                "127.0.0.1:8080 shop.test /*", "127.0.0.1:8080 shop.test /*#2", "127.0.0.1:8080 shop.test /*#3",
                "127.0.0.1:8080 * /*", "127.0.0.1:8081 * /*", "127.0.0.1:8080 * unrouted", "127.0.0.1:8081 * unrouted",
            ]
        )
        let shard = MetricShard(plan.metrics)
        let verdict = SamplingVerdict(isSampled: true, reason: .parent, rate: .never)
        for route in plan.routes.indices {
            shard.requestBegan(route: route)
            shard.requestEnded(route: route, status: 200, microseconds: 1, verdict: verdict)
        }
        for family in MetricSnapshot(plan.metrics, shards: [shard]).families() {
            #expect(Set(family.samples.map(\.labels)).count == family.samples.count, "\(family.metric.name)")
        }
    }
}
