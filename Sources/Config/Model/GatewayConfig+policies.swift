// Which policy holds for a service, a route, a cluster?

extension GatewayConfig {
    /// What the `service` blocks say about a logical name such as `/svc/web`. All blocks whose pattern matches apply in
    /// file order, the later winning field by field. For a route that leads straight to addresses pass nil: only
    /// `service *` applies to it.
    public func servicePolicy(for name: String?) -> ServicePolicy {
        var fields = ServiceFields()
        for rule in services where rule.pattern.matches(name: name) { fields.adopt(rule.fields) }
        return ServicePolicy(fields)
    }

    /// The effective policy of a route: that of its service, with the route's own `timeout` and `retries` on top.
    public func servicePolicy(for route: RouteConfig) -> ServicePolicy {
        var fields = ServiceFields()
        for rule in services where rule.pattern.matches(name: route.serviceName) { fields.adopt(rule.fields) }
        fields.timeout = route.timeout ?? fields.timeout
        fields.retries = route.retries ?? fields.retries
        return ServicePolicy(fields)
    }

    /// What the `cluster` blocks say about a bound name such as `/$/inet/127.0.0.1/8081`, or about an address as
    /// `DestinationAddress.description` shows it. Blocks written for `127.0.0.1:8081` hold for both spellings.
    public func clusterPolicy(for name: String) -> ClusterPolicy {
        var policy = ClusterPolicy()
        let spellings = ClusterSpelling.all(of: name)
        for rule in clusters where spellings.contains(where: { rule.pattern.matches(name: $0) }) {
            policy.adopt(rule.fields)
        }
        return policy
    }

    /// The policy for one address; `https` brings TLS with verification even when no `cluster` block asks for it, and
    /// `h2c` HTTP/2.
    public func clusterPolicy(for address: DestinationAddress) -> ClusterPolicy {
        var policy = clusterPolicy(for: address.description)
        if address.scheme == .https, policy.tls == nil { policy.tls = UpstreamTLSConfig() }
        if address.scheme == .h2c { policy.httpProtocol = .h2 }
        return policy
    }
}
