// Where in a shard each number lies.

import HTTP

/// The shape of every shard of one plan: a block for the worker, one for each route, one for each upstream, in one run of
/// 64-bit slots.
///
/// ```
/// worker | route 0: in flight, classes, latency sum, buckets, verdicts, calls | route 1 | … | upstream 0 | …
/// ```
public struct MetricLayout: Hashable, Sendable {
    /// What a route is called in the metrics.
    public struct Route: Hashable, Sendable {
        /// The address of its listener.
        public let listener: String
        /// The host pattern, `*` for any.
        public let host: String
        /// The path pattern.
        public internal(set) var route: String

        public init(listener: String, host: String, route: String) {
            self.listener = listener
            self.host = host
            self.route = route
        }
    }

    /// No two are equal.
    public let routes: [Route]
    /// The names of the upstreams: a cluster's name or address. No two are equal.
    public let upstreams: [String]

    /// Prometheus refuses a page on which a series occurs twice. Of routes that differ only in what they match, and of
    /// upstreams of one name, the second is therefore called `…#2`, the third `…#3`.
    public init(routes: [Route], upstreams: [String]) {
        self.routes = Numbering.distinct(routes) { $0.route += "#\($1)" }
        self.upstreams = Numbering.distinct(upstreams)
    }

    static let classSlots = StatusClass.allCases.count
    static let reasonSlots = SamplingReason.allCases.count * 2
    static let callSlots = GRPCStatus.allCases.count

    // Offsets inside of a route's block.
    static let routeInFlight = 0
    static let routeClasses = 1
    static let routeLatencySum = routeClasses + classSlots
    static let routeBuckets = routeLatencySum + 1
    static let routeVerdicts = routeBuckets + LatencyBuckets.slotCount
    static let routeCalls = routeVerdicts + reasonSlots
    static let routeSlots = routeCalls + callSlots

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
