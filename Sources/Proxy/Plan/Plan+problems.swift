// What else would keep this configuration from being run?

import Config
import Wire

extension Plan {
    /// Every reason for which `compile` would throw, not only the first. Opens the files of TLS, and asks for no host's
    /// address.
    public static func problems(of config: GatewayConfig) -> [PlanProblem] {
        if fault(of: config.withOneRouteForEachName) == nil { return [] }
        var seen: Set<String> = []
        return parts(of: config).compactMap { part, place in
            // Routes may share a cluster, whose fault is one.
            guard let error = fault(of: part), seen.insert("\(error)").inserted else { return nil }
            return PlanProblem(error: error, place: place)
        }
    }

    private static func fault(of config: GatewayConfig) -> PlanError? {
        do throws(PlanError) {
            _ = try compile(config) { (_, _) throws(SystemError) in [] }
            return nil
        } catch {
            return error
        }
    }

    /// The configuration cut up, so that no part's fault hides another's: each listener without its routes, and each
    /// route by itself.
    private static func parts(of config: GatewayConfig) -> [(GatewayConfig, SourcePlace)] {
        config.listeners.flatMap { listener in
            var bare = listener
            bare.hosts = []
            let routes = listener.hosts.flatMap { host in
                host.routes.map { route in
                    var part = listener
                    part.tls = nil
                    part.hosts = [HostConfig(patterns: host.patterns, routes: [route], place: host.place)]
                    return (config.with(part), route.place)
                }
            }
            return [(config.with(bare), listener.place)] + routes
        }
    }
}

extension GatewayConfig {
    /// The same gateway with only this listener.
    fileprivate func with(_ listener: ListenerConfig) -> GatewayConfig {
        var config = self
        config.listeners = [listener]
        return config
    }

    /// The same gateway, with only the first of the routes that lead to one name: binding is alike for all of them.
    fileprivate var withOneRouteForEachName: GatewayConfig {
        var config = self
        var seen: Set<String> = []
        for l in config.listeners.indices {
            for h in config.listeners[l].hosts.indices {
                config.listeners[l].hosts[h].routes.removeAll { route in
                    route.serviceName.map { !seen.insert($0).inserted } ?? false
                }
            }
        }
        return config
    }
}
