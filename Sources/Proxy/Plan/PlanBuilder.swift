// How does a configuration become a plan?

import Bytes
import Config
import HTTP
import Routing
import Telemetry
import Time
import Wire

/// Collects the parts of a plan while the configuration is walked, once, from the routes to what they need.
struct PlanBuilder {
    let config: GatewayConfig
    var listeners: ContiguousArray<ListenerPlan> = []
    var parts: ContiguousArray<ListenerParts> = []
    var routes: ContiguousArray<RoutePlan> = []
    var targets: ContiguousArray<WeightedTarget> = []
    var clusters: ContiguousArray<ClusterPlan> = []
    var answers: [Answer] = []
    var returnedFields: [ReturnedTraceField] = []
    var warnings: [String] = []
    var texts: [UInt8] = []
    var service = ByteRange.empty
    /// Clusters by what they are reached by, so that routes to one destination share its pools.
    private var clusterPlaces: [String: Int] = [:]

    init(_ config: GatewayConfig) {
        self.config = config
    }

    mutating func build(resolve: Resolve) throws(PlanError) {
        service = text(config.tracing.serviceName)
        for (index, listener) in config.listeners.enumerated() {
            for host in listener.hosts {
                for route in host.routes { routes.append(try plan(route, listener: index, resolve: resolve)) }
            }
        }
        for (index, listener) in config.listeners.enumerated() {
            parts.append(try parts(of: listener))
            listeners.append(plan(listener, index))
        }
    }

    typealias Resolve = (String, UInt16) throws(SystemError) -> [SocketAddress]

    var trust: Trust {
        var allowed: Trust.Allowance = []
        if config.overrides.allowSample { allowed.insert(.sample) }
        if config.overrides.allowParent { allowed.insert(.parent) }
        if config.overrides.allowDtab { allowed.insert(.dtab) }
        return Trust(ranges: config.overrides.trusted, allowed: allowed)
    }

    var propagator: Propagator { Propagator(config.tracing.propagate) }

    /// The metrics' labels in the order in which routes and clusters are numbered.
    var metrics: MetricLayout {
        var labels: [MetricLayout.Route] = []
        for listener in config.listeners {
            let address = listener.address.description
            for host in listener.hosts {
                let name = host.patterns.map(\.description).joined(separator: " ")
                labels += host.routes.map { .init(listener: address, host: name, route: $0.path.description) }
            }
        }
        labels += config.listeners.map { .init(listener: $0.address.description, host: "*", route: "unrouted") }
        return MetricLayout(routes: labels, upstreams: clusters.map(\.name))
    }

    mutating func text(_ string: String) -> ByteRange {
        let bytes = Array(string.utf8)
        defer { texts += bytes }
        return ByteRange(start: texts.count, count: bytes.count)
    }

    // MARK: Listeners

    private func parts(of listener: ListenerConfig) throws(PlanError) -> ListenerParts {
        let entries = listener.hosts.flatMap { host in
            host.routes.map {
                RouteEntry(hosts: host.patterns, path: $0.path, matchers: $0.matchers, index: $0.index)
            }
        }
        return ListenerParts(
            address: listener.address,
            tls: try listener.tls.map { tls throws(PlanError) in try context(tls, of: listener) },
            table: RouteTable(routes: entries),
            seats: ConnectionSeats(limit: listener.limits.connections)
        )
    }

    private mutating func plan(_ listener: ListenerConfig, _ index: Int) -> ListenerPlan {
        let limits = listener.limits
        return ListenerPlan(
            text: text(listener.address.description),
            hasNamedCertificates: listener.tls?.certificates.contains { $0.names.contains { $0 != .any } } ?? false,
            wantsProxyHeader: listener.proxyProtocol,
            forwardsCertificate: listener.tls?.forwardClientCert ?? false,
            unrouted: addUnrouted(listener, index),
            limits: H1Limits(headBytes: limits.headBytes, fields: limits.fields, targetBytes: limits.targetBytes),
            h2: H2Settings(listener),
            misbehaviour: H2MisbehaviourBudget(limits.misbehaviour),
            allowsHTTP1: listener.protocols.contains(.http11),
            allowsPriorKnowledge: listener.protocols.contains(.h2c),
            handshake: limits.handshake.positiveNanoseconds,
            headTime: limits.headTime.positiveNanoseconds,
            keepAlive: limits.keepAlive.positiveNanoseconds,
            writeIdle: limits.writeIdle.positiveNanoseconds
        )
    }

    /// Adds the route that stands for "no route fits" on this listener.
    private mutating func addUnrouted(_ listener: ListenerConfig, _ index: Int) -> Int {
        routes.append(
            RoutePlan(
                action: .nothing,
                sampler: Sampler(listener.sample),
                name: text("\(listener.address) unrouted"),
                path: .empty,
                service: .empty,
                listener: index,
                policy: ServicePolicy(),
                limits: listener.limits
            )
        )
        return routes.count - 1
    }

    private func context(_ tls: TLSConfig, of listener: ListenerConfig) throws(PlanError) -> TLSContext {
        var settings = TLSSettings()
        settings.minimumVersion = tls.minVersion == .v12 ? .tls12 : .tls13
        settings.maximumVersion = tls.maxVersion == .v12 ? .tls12 : .tls13
        if !tls.groups.isEmpty { settings.groups = tls.groups }
        let suites = tls.ciphers.filter { $0.hasPrefix("TLS_") }
        let others = tls.ciphers.filter { !$0.hasPrefix("TLS_") }
        if !suites.isEmpty { settings.cipherSuites = suites.joined(separator: ":") }
        if !others.isEmpty { settings.cipherList = others.joined(separator: ":") }
        let certificates = tls.certificates.map {
            TLSCertificate(
                names: $0.names.map(\.description),
                certificatePath: $0.certPath,
                keyPath: $0.keyPath,
                ocspPath: $0.ocspPath
            )
        }
        settings.clientAuthority = tls.clientCA.map { TLSClientAuthority(path: $0.path, isRequired: $0.isRequired) }
        settings.ticketKeyPaths = tls.ticketKeyPaths
        settings.protocols = listener.protocols.compactMap(\.application)
        do throws(TLSSetupError) {
            return try TLSContext(certificates: certificates, settings: settings)
        } catch {
            throw .tls(listener: listener.address.description, error)
        }
    }

    // MARK: Routes

    private mutating func plan(_ route: RouteConfig, listener: Int, resolve: Resolve) throws(PlanError) -> RoutePlan {
        var plan = RoutePlan(
            action: .nothing,
            sampler: Sampler(route.sample),
            name: text(route.name),
            path: text(route.path.description),
            service: text(route.serviceName ?? ""),
            listener: listener,
            policy: config.servicePolicy(for: route),
            limits: route.limits
        )
        plan.allowsWebSocket = route.websocket
        plan.remoteService = text(PlanBuilder.serviceName(route.serviceName ?? ""))
        plan.action = try action(of: route, resolve: resolve)
        if let returned = route.returnTraceID {
            plan.returnTraceID = returnedFields.count
            returnedFields.append(
                ReturnedTraceField(prefix: Array("\(returned.header): ".utf8), onlyTrusted: returned.onlyTrusted)
            )
        }
        return plan
    }

    /// `/svc/users` is what we call it; in its own spans the service says `users`.
    private static func serviceName(_ name: String) -> String {
        let segments = name.split(separator: "/")
        return segments.dropFirst(segments.count > 1 ? 1 : 0).joined(separator: "/")
    }

    private mutating func action(of route: RouteConfig, resolve: Resolve) throws(PlanError) -> RoutePlan.Action {
        switch route.action {
        case .respond(let status, let text):
            return add(Answer(status: Status(status), location: .none, text: Array(text.utf8)))
        case .redirect(let status, .https): return add(Answer(status: Status(status), location: .https, text: []))
        case .redirect(let status, .location(let location)):
            return add(Answer(status: Status(status), location: .fixed(Array(location.utf8)), text: []))
        case .to(.addresses(let addresses)):
            let cluster = try cluster(of: addresses, resolve: resolve)
            targets.append(WeightedTarget(destination: .cluster(cluster), ceiling: 1 << 32))
            return .forward(first: targets.count - 1, count: 1)
        case .to(.name(let name)): return try bind(name, of: route, resolve: resolve)
        }
    }

    private mutating func add(_ answer: Answer) -> RoutePlan.Action {
        answers.append(answer)
        return .answer(answers.count - 1)
    }

    private mutating func addAnswer(_ status: Status, _ text: String) -> Int {
        answers.append(Answer(status: status, location: .none, text: Array(text.utf8)))
        return answers.count - 1
    }

    /// Binds a name through the dtab; its shares become targets drawn by weight.
    private mutating func bind(
        _ name: DtabPath,
        of route: RouteConfig,
        resolve: Resolve
    ) throws(PlanError) -> RoutePlan.Action {
        let binding: Binding
        do throws(DelegationError) {
            binding = try Delegation(dtab: config.dtab).binding(of: name)
        } catch {
            throw .unbound(route: route.name, name: name.description, reason: "\(error)")
        }
        let first = targets.count
        var sum = 0.0
        for share in binding.clusters {
            sum += share.weight
            let destination: WeightedTarget.Destination
            switch share.leaf.target {
            case .address(let host, let port):
                let address = DestinationAddress(endpoint: PlanBuilder.endpoint(host, port))
                destination = .cluster(try cluster(of: [address], resolve: resolve))
            case .status(let code): destination = .answer(addAnswer(Status(code), "answered by \(share.leaf)\n"))
            case .watched:
                throw .unbound(route: route.name, name: name.description, reason: "\(share.leaf) has no namer")
            }
            targets.append(WeightedTarget(destination: destination, ceiling: UInt64(min(sum, 1) * 0x1_0000_0000)))
        }
        if binding.emptyShare > 0 {
            let nobody = addAnswer(.serviceUnavailable, "the dtab leads this share of \(name) to nobody\n")
            targets.append(WeightedTarget(destination: .answer(nobody), ceiling: 1 << 32))
        }
        return .forward(first: first, count: targets.count - first)
    }

    private static func endpoint(_ host: String, _ port: UInt16) -> DestinationAddress.Endpoint {
        if let address = IPAddress(host) { return .ip(address, port: port) }
        return .name(host, port: port)
    }

    // MARK: Clusters

    private mutating func cluster(of addresses: [DestinationAddress], resolve: Resolve) throws(PlanError) -> Int {
        let name = addresses.map(\.description).joined(separator: " ")
        if let place = clusterPlaces[name] { return place }
        let policy = config.clusterPolicy(for: addresses[0])
        var resolved: [SocketAddress] = []
        for address in addresses { resolved += locate(address, resolve: resolve) }
        let speech = UpstreamSpeech(policy)
        let place = clusters.count
        clusters.append(
            ClusterPlan(
                name: name,
                nameRange: text(name),
                addresses: resolved,
                addressTexts: resolved.map { text($0.description) },
                tls: try clientContext(policy.tls, speech, cluster: name),
                serverName: policy.tls?.serverName ?? addresses[0].serverName,
                proxyVersion: policy.proxyProtocol.map { $0 == .v1 ? .v1 : .v2 },
                connectTimeout: policy.connectTimeout.positiveNanoseconds,
                connectTimeoutText: policy.connectTimeoutText,
                speech: speech,
                streamLimit: policy.streams,
                pingPeriod: policy.ping?.positiveNanoseconds ?? Worker.noPing,
                poolLimit: policy.pool,
                queueLimit: policy.queue
            )
        )
        clusterPlaces[name] = place
        return place
    }

    /// The socket addresses behind one address of the file. A name that does not resolve is a warning, not an error:
    /// requests to it are answered 503 until it does.
    private mutating func locate(_ address: DestinationAddress, resolve: Resolve) -> [SocketAddress] {
        switch address.endpoint {
        case .ip(let ip, let port): return [.ip(ip, port: port)]
        case .unix(let path): return [.unix(path)]
        case .name(let name, let port):
            do throws(SystemError) {
                return try resolve(name, port)
            } catch {
                warnings.append("\(name) does not resolve: \(error)")
                return []
            }
        }
    }

    private func clientContext(
        _ tls: UpstreamTLSConfig?,
        _ speech: UpstreamSpeech,
        cluster: String
    ) throws(PlanError) -> TLSClientContext? {
        guard let tls else { return nil }
        do throws(TLSSetupError) {
            let trust: TLSClientContext.Trust = tls.verify ? tls.caPath.map { .file($0) } ?? .system : .anyone
            let shown = tls.certificate.map { TLSKeyPair(certificatePath: $0.certPath, keyPath: $0.keyPath) }
            return try TLSClientContext(trust: trust, certificate: shown, protocols: speech.offer)
        } catch {
            throw .upstreamTLS(cluster: cluster, error)
        }
    }
}
