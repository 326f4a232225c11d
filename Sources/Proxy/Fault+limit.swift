// Which configured value did a refused request meet?

import Config
import HTTP
import Upstream

extension Fault {
    /// The value behind the key that `sentence` names, as gateway.conf writes it; nil when no limit was met.
    func configuredValue(in plan: Plan, listener: Int, route: Int, cluster: Int) -> String? {
        if self == .upstream(.connectTimeout), cluster >= 0 { return plan.clusters[cluster].connectTimeoutText }
        let config = plan.config
        let limits = config.listeners[listener].limits
        let routes = config.routes
        let ofRoute = route < routes.count ? routes[route].limits : limits
        switch self {
        case .malformedStream(.h1(let error)):
            return Fault.malformed(error).configuredValue(in: plan, listener: listener, route: route, cluster: cluster)
        case .malformed(.headTooLarge): return limits.text(of: .head)
        case .malformed(.tooManyFields): return limits.text(of: .fields)
        case .malformed(.targetTooLong): return limits.text(of: .target)
        case .bodyTooLarge, .malformed(.bodyTooLarge): return ofRoute.text(of: .body)
        case .headTimeout: return limits.text(of: .headTime)
        case .requestBodyIdle: return ofRoute.text(of: .bodyIdle)
        case .requestBodyTooSlow: return ofRoute.text(of: .bodyRate)
        case .upstream(let failure):
            return route < routes.count ? Fault.value(behind: failure, config, routes[route]) : nil
        default: return nil
        }
    }

    private static func value(behind failure: UpstreamFailure, _ config: GatewayConfig, _ route: RouteConfig) -> String?
    {
        let policy = config.servicePolicy(for: route)
        switch failure {
        case .firstByteTimeout: return policy.text(of: .firstByte)
        case .idleTimeout: return policy.text(of: .idle)
        case .totalTimeout: return policy.text(of: .total)
        default: return nil
        }
    }
}
