// Where in a shard each number lies.

/// The shape of every shard of one plan: a block for the worker, one for each route, one for each upstream, in one run of
/// 64-bit slots.
///
/// ```
/// worker | route 0: in flight, classes, latency sum, buckets, verdicts | route 1 | … | upstream 0 | …
/// ```
public struct MetricLayout: Hashable, Sendable {
    /// What a route is called in the metrics.
    public struct Route: Hashable, Sendable {
        /// The host pattern, `*` for any.
        public let host: String
        /// The path pattern.
        public let route: String

        public init(host: String, route: String) {
            self.host = host
            self.route = route
        }
    }

    public let routes: [Route]
    /// The names of the upstreams: a cluster's name or address.
    public let upstreams: [String]

    public init(routes: [Route], upstreams: [String]) {
        self.routes = routes
        self.upstreams = upstreams
    }

    static let classSlots = StatusClass.allCases.count
    static let reasonSlots = SamplingReason.allCases.count * 2

    // Offsets inside of a route's block.
    static let routeInFlight = 0
    static let routeClasses = 1
    static let routeLatencySum = routeClasses + classSlots
    static let routeBuckets = routeLatencySum + 1
    static let routeVerdicts = routeBuckets + LatencyBuckets.slotCount
    static let routeSlots = routeVerdicts + reasonSlots

    // Offsets inside of an upstream's block.
    static let upstreamCounters = 0
    static let upstreamClasses = UpstreamCounter.allCases.count
    static let upstreamLatencySum = upstreamClasses + classSlots
    static let upstreamBuckets = upstreamLatencySum + 1
    static let upstreamSlots = upstreamBuckets + LatencyBuckets.slotCount

    static let workerSlots = WorkerCounter.allCases.count

    static func routeBase(_ route: Int) -> Int { workerSlots + route * routeSlots }

    func upstreamBase(_ upstream: Int) -> Int { Self.routeBase(routes.count) + upstream * Self.upstreamSlots }

    /// How many slots a shard has.
    public var slotCount: Int { upstreamBase(upstreams.count) }
}
