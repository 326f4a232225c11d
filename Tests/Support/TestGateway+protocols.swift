// How does a story begin that is told in several protocols?

extension TestGateway {
    /// A gateway with one route, which speaks HTTP/1.1 and HTTP/2 at `@http`, told apart by the preface, and over TLS
    /// at `@tls`, told apart by ALPN. `settings` stand on the route, `listen` inside both listeners, `cluster` in the
    /// block of all clusters, `more` in the file. Upstreams over TLS show the certificate of localhost.
    public convenience init(
        fronting address: String,
        settings: String = "",
        listen: String = "",
        cluster: String = "",
        more: String = "",
        with company: [AnyObject] = []
    ) throws {
        let certificate = try Certificate.localhost
        let trust = address.hasPrefix("https") ? "tls { ca \(certificate.certificatePath) }" : ""
        let inside = "\(listen)\nroute /* to \(address) \(settings)"
        try self.init(
            """
            listen @http {
                protocols http/1.1 h2c
                \(inside)
            }
            listen @tls {
                tls { cert localhost \(certificate.paths) }
                \(inside)
            }
            cluster * {
                \(trust)
                \(cluster)
            }
            \(more)
            """,
            with: company
        )
    }

    /// The same before an origin, which lives as long as the gateway.
    public convenience init(
        fronting origin: Origin,
        settings: String = "",
        listen: String = "",
        cluster: String = "",
        more: String = ""
    ) throws {
        try self.init(
            fronting: origin.address,
            settings: settings,
            listen: listen,
            cluster: cluster,
            more: more,
            with: [origin]
        )
    }

    /// The same before an origin that speaks HTTP/2.
    public convenience init(
        fronting origin: H2Origin,
        settings: String = "",
        listen: String = "",
        cluster: String = "",
        more: String = ""
    ) throws {
        try self.init(
            fronting: origin.address,
            settings: settings,
            listen: listen,
            cluster: cluster,
            more: more,
            with: [origin]
        )
    }

    /// A new HTTP/2 connection: to `@tls` over TLS, to any other listener by prior knowledge.
    public func connectH2(
        _ word: String = "http",
        settings: [String: Int]? = [:],
        options: [String] = []
    ) throws -> H2Client {
        let trusting = word == "tls" ? try Certificate.localhost : nil
        return try H2Client(port: port(word), trusting: trusting, settings: settings, options: options)
    }
}
