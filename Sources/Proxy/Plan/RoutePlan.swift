// What does the hot path have to know of a route?

import Bytes
import Config
import Telemetry
import Time

/// One route, compiled: numbers and ranges only, so that reading a field is one load and copies no reference.
struct RoutePlan: Sendable {
    enum Action: Sendable {
        /// Forward to one of `plan.targets[first..<first + count]`, by weight.
        case forward(first: Int, count: Int)
        /// Answer here with `plan.answers[index]`.
        case answer(Int)
        /// No route took the request: 404.
        case nothing
    }

    /// The length of a time that is `off`: 292 years, which can be added to any present.
    private static let never = UInt64.max / 2

    var action: Action
    var sampler: Sampler
    /// The name in metrics, spans and logs, in the plan's texts.
    var name: ByteRange
    /// The path pattern, which names the span.
    var path: ByteRange
    /// The logical name the route leads to, or empty.
    var service: ByteRange
    /// What the service calls itself in its own spans: the name without its first segment.
    var remoteService = ByteRange.empty
    /// Total time of an exchange, all attempts, in nanoseconds, very many when there is no bound; likewise below.
    var timeout: UInt64
    var firstByte: UInt64
    var idle: UInt64
    /// How long a tunnel may be silent both ways.
    var tunnelIdle: UInt64
    /// Whether requests may become WebSockets.
    var allowsWebSocket = false
    var retries: Int
    /// Whether the total time has no bound.
    var isUnbounded: Bool { timeout == RoutePlan.never }
    /// Most bytes of request content; `.max` when there is no limit.
    var bodyLimit: UInt64
    var bodyIdle: UInt64
    /// Least bytes of request content in a rate window; 0 when there is no limit.
    var bodyWindowBytes: UInt64
    var writeIdle: UInt64
    /// Index into `plan.returnedFields`, or -1.
    var returnTraceID: Int
    var listener: Int

    init(
        action: Action,
        sampler: Sampler,
        name: ByteRange,
        path: ByteRange,
        service: ByteRange,
        listener: Int,
        policy: ServicePolicy,
        limits: LimitsConfig
    ) {
        self.action = action
        self.sampler = sampler
        self.name = name
        self.path = path
        self.service = service
        self.listener = listener
        timeout = policy.timeout?.positiveNanoseconds ?? RoutePlan.never
        firstByte = policy.firstByte.positiveNanoseconds
        idle = policy.idle?.positiveNanoseconds ?? RoutePlan.never
        tunnelIdle = policy.tunnelIdle.positiveNanoseconds
        retries = policy.retries
        bodyLimit = limits.bodyBytes ?? .max
        bodyIdle = limits.bodyIdle.positiveNanoseconds
        bodyWindowBytes = UInt64(limits.bodyRate ?? 0) * (Worker.rateWindow / 1_000_000_000)
        writeIdle = limits.writeIdle.positiveNanoseconds
        returnTraceID = -1
    }
}
