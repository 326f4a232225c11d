// How is the window opened?

import Connection
import Wire

/// The admin's API on a listener of its own, served by a cold loop.
public struct AdminServer: Sendable {
    private let server: LocalServer

    /// Where it listens; the port is the real one when 0 was asked for.
    public var address: SocketAddress { server.address }

    /// Binds and listens, so that a port in use is known at once; `start` serves.
    ///
    /// `names` are host names by which it may be asked beside `localhost` and addresses; see `HostRule`.
    public init(
        on loop: LoopExecutor,
        address: SocketAddress,
        names: [String] = [],
        limits: LocalLimits = LocalLimits(),
        sources: AdminSources
    ) throws(SystemError) {
        let rule = HostRule(listening: address, names: names)
        server = try LocalServer(on: loop, address: address, limits: limits) { request in
            if let refusal = rule.refusal(of: request) { return refusal }
            return await AdminRoutes.respond(to: request, sources).adding("Cache-Control", "no-store", unlessSet: true)
                .adding("X-Content-Type-Options", "nosniff")
        }
    }

    /// Begins to serve.
    public func start() async throws(SystemError) { try await server.start() }

    /// Lets requests at hand be answered for `grace`, then closes everything.
    public func stop(within grace: Duration = .zero) async { await server.stop(within: grace) }
}

extension LocalResponse {
    fileprivate func adding(_ name: String, _ value: String, unlessSet: Bool) -> LocalResponse {
        unlessSet && header(name) != nil ? self : adding(name, value)
    }
}
