// What did the operator ask for, as one checked value?

import Routing

/// The whole configuration: every value is inside its bounds and fits the others. A plain value without an invariant
/// of its own; `ConfigFile.load` only hands out those that passed every check.
public struct GatewayConfig: Sendable {
    /// Number of worker threads; nil means one per processor.
    public var workers: Int?
    public var admin: AdminConfig
    public var tracing: TracingConfig
    public var overrides: OverridesConfig
    /// The delegation table that binds names such as `/svc/web`.
    public var dtab: Dtab
    public var listeners: [ListenerConfig]
    /// `service` blocks in file order; use `servicePolicy(for:)`.
    public var services: [ServiceRule]
    /// `cluster` blocks in file order; use `clusterPolicy(for:)`.
    public var clusters: [ClusterRule]
    /// The file's own limits; each listener and route carries its effective ones.
    public var limits: LimitsConfig
    public var accessLog: AccessLogConfig
    public var logLevel: LogLevel
    /// Every file that was read, the main one first.
    public var files: [SourceFile]

    public init(
        workers: Int? = nil,
        admin: AdminConfig = AdminConfig(),
        tracing: TracingConfig = TracingConfig(),
        overrides: OverridesConfig = OverridesConfig(),
        dtab: Dtab = Dtab(),
        listeners: [ListenerConfig] = [],
        services: [ServiceRule] = [],
        clusters: [ClusterRule] = [],
        limits: LimitsConfig = LimitsConfig(),
        accessLog: AccessLogConfig = .off,
        logLevel: LogLevel = .notice,
        files: [SourceFile] = []
    ) {
        self.workers = workers
        self.admin = admin
        self.tracing = tracing
        self.overrides = overrides
        self.dtab = dtab
        self.listeners = listeners
        self.services = services
        self.clusters = clusters
        self.limits = limits
        self.accessLog = accessLog
        self.logLevel = logLevel
        self.files = files
    }

    /// The text of the main file, as it was read.
    public var sourceText: String { files.first?.text ?? "" }

    /// Every route of every listener, in file order; a route's `index` is its position here.
    public var routes: [RouteConfig] { listeners.flatMap { $0.hosts.flatMap(\.routes) } }
}
