// How is a route of the configuration said in one line?

import Admin
import Config
import Routing
import Telemetry

extension AdminRouteRow {
    /// Every route with its effective rate and the line which that comes from, in file order.
    static func all(of config: GatewayConfig) -> [AdminRouteRow] {
        config.listeners.flatMap { listener in
            listener.hosts.flatMap { host in host.routes.map { AdminRouteRow($0, of: host, listener) } }
        }
    }

    private init(_ route: RouteConfig, of host: HostConfig, _ listener: ListenerConfig) {
        self.init(
            listener: listener.address.description,
            host: host.patterns.map(\.description).joined(separator: " "),
            path: route.path.description,
            match: route.matchers.map { String($0.description.dropFirst("match ".count)) }.joined(separator: ", "),
            destination: Self.text(route.action),
            sample: "\(Self.percent(route.sample)) (\(route.sampleOrigin.map { "line \($0.line)" } ?? "default"))"
        )
    }

    /// `0.1%` of 0.001: the decimal with its point two places further on, so that no digit is lost.
    static func percent(_ rate: SampleRate) -> String {
        let parts = rate.description.split(separator: ".")
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        let padded = fraction + String(repeating: "0", count: max(0, 2 - fraction.count))
        let whole = (parts[0] + padded.prefix(2)).drop { $0 == "0" }
        let rest = padded.dropFirst(2)
        return (whole.isEmpty ? "0" : whole) + (rest.isEmpty ? "" : "." + rest) + "%"
    }

    private static func text(_ action: RouteAction) -> String {
        switch action {
        case .to(.name(let name)): name.description
        case .to(.addresses(let addresses)): addresses.map(\.description).joined(separator: " ")
        case .redirect(let status, .https): "redirect \(status) https"
        case .redirect(let status, .location(let location)): "redirect \(status) \(location)"
        case .respond(let status, _): "respond \(status)"
        }
    }
}
