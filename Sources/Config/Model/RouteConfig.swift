// What happens to the requests of one line of the table?

import Routing
import Telemetry

/// One `route`, with everything that flows into it from its host, its listener and the file already applied.
public struct RouteConfig: Sendable {
    /// Its place among all routes of the file, from 0.
    public var index: Int
    /// The name in metrics, spans and commands, unique in the file: `shop.example.com/checkout/*`.
    public var name: String
    public var path: PathPattern
    /// All must hold.
    public var matchers: [FieldMatcher]
    public var action: RouteAction
    /// The effective rate.
    public var sample: SampleRate
    /// Where that rate was written; nil for the built-in default.
    public var sampleOrigin: SourcePlace?
    /// As written on the route, its host or its listener; nil leaves it to the service's policy, `.some(nil)` is a
    /// written `off`. Ask `GatewayConfig.servicePolicy(for:)` for the effective value.
    public var timeout: Duration??
    /// As written, like `timeout`.
    public var retries: Int?
    /// Whether requests may upgrade to WebSocket.
    public var websocket: Bool
    /// The effective limits; those that act before a route is known equal the listener's.
    public var limits: LimitsConfig
    /// The response header that carries the trace id, if one was asked for.
    public var returnTraceID: ReturnTraceID?
    public var place: SourcePlace

    public init(
        index: Int = 0,
        name: String,
        path: PathPattern,
        matchers: [FieldMatcher] = [],
        action: RouteAction,
        sample: SampleRate = TracingConfig.defaultSample,
        sampleOrigin: SourcePlace? = nil,
        timeout: Duration?? = nil,
        retries: Int? = nil,
        websocket: Bool = false,
        limits: LimitsConfig = LimitsConfig(),
        returnTraceID: ReturnTraceID? = nil,
        place: SourcePlace = SourcePlace(file: "", line: 1, column: 1)
    ) {
        self.index = index
        self.name = name
        self.path = path
        self.matchers = matchers
        self.action = action
        self.sample = sample
        self.sampleOrigin = sampleOrigin
        self.timeout = timeout
        self.retries = retries
        self.websocket = websocket
        self.limits = limits
        self.returnTraceID = returnTraceID
        self.place = place
    }

    /// The logical name the route leads to, `/svc/web`; nil when it leads to addresses or is answered here.
    public var serviceName: String? {
        if case .to(.name(let name)) = action { return name.description }
        return nil
    }
}
