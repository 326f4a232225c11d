// What did the configuration become, in the form in which the hot path reads it?

import Bytes
import Config
import HTTP
import Telemetry
import Time
import Wire

/// The compiled, immutable configuration that all workers share.
///
/// Names have become indexes, texts have become ranges, durations nanoseconds. A running exchange keeps the plan it
/// began with; a new configuration is a new plan.
public final class Plan: Sendable {
    public let config: GatewayConfig
    let listeners: ContiguousArray<ListenerPlan>
    let parts: ContiguousArray<ListenerParts>
    /// All routes in file order, then one for each listener that stands for "no route fits".
    let routes: ContiguousArray<RoutePlan>
    let targets: ContiguousArray<WeightedTarget>
    let clusters: ContiguousArray<ClusterPlan>
    let answers: [Answer]
    let returnedFields: [ReturnedTraceField]
    let texts: ByteArena
    let trust: Trust
    let identityTrust: IdentityTrust
    /// Whether any listener tells upstreams the certificates of clients, so that these may believe what they are told.
    let forwardsCertificates: Bool
    let propagator: Propagator
    let service: ByteRange
    /// The shape of every worker's numbers under this plan.
    public let metrics: MetricLayout
    /// How the access log looks; nil when there is none.
    let logFormat: AccessFormat?
    let redaction: QueryRedaction
    /// What could not be done as the file asks, in words for the log: names that did not resolve.
    public let warnings: [String]

    init(_ builder: consuming PlanBuilder) {
        config = builder.config
        listeners = builder.listeners
        parts = builder.parts
        routes = builder.routes
        targets = builder.targets
        clusters = builder.clusters
        answers = builder.answers
        returnedFields = builder.returnedFields
        service = builder.service
        trust = builder.trust
        identityTrust = IdentityTrust(builder.config.overrides.trustedIdentities)
        forwardsCertificates = builder.listeners.contains { $0.forwardsCertificate }
        propagator = builder.propagator
        metrics = builder.metrics
        logFormat = AccessFormat(name: builder.config.accessLog.format.rawValue)
        redaction = QueryRedaction(builder.config.tracing.redact)
        warnings = builder.warnings
        texts = ByteArena(builder.texts)
    }

    /// Compiles a checked configuration.
    /// - Parameters:
    ///   - resolve: the addresses of a host name now; it may block.
    /// - Throws: `PlanError` for what only shows when files are opened and names are bound.
    public static func compile(
        _ config: GatewayConfig,
        resolve: (String, UInt16) throws(SystemError) -> [SocketAddress]
    ) throws(PlanError) -> Plan {
        var builder = PlanBuilder(config)
        try builder.build(resolve: resolve)
        return Plan(builder)
    }

    /// Whether exchanges are written to the access log.
    var keepsLog: Bool { logFormat != nil }

    // MARK: Texts

    var serviceText: ByteView { texts[service] }
    func nameText(_ route: Int) -> ByteView { texts[routes[route].name] }
    func pathText(_ route: Int) -> ByteView { texts[routes[route].path] }
    func destinationText(_ route: Int) -> ByteView { texts[routes[route].service] }
    func remoteServiceText(_ route: Int) -> ByteView { texts[routes[route].remoteService] }
    func listenerText(_ listener: Int) -> ByteView { texts[listeners[listener].text] }
    func clusterText(_ cluster: Int) -> ByteView { texts[clusters[cluster].nameRange] }
    /// What stands in `Host` for a request that has none: the cluster's first address.
    func clusterAuthority(_ cluster: Int) -> ByteView {
        guard let first = clusters[cluster].addresses.first, first.ip != nil else { return ByteView("localhost") }
        return addressText(cluster, 0)
    }

    func addressText(_ cluster: Int, _ endpoint: Int) -> ByteView { texts[clusters[cluster].addressTexts[endpoint]] }
}
