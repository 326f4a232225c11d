// How does a story begin when all of it happens on one route?

extension TestGateway {
    /// A gateway that sends everything that comes to `@http` to one origin. `settings` stand on the route, `listen`
    /// inside the listener before it, `more` in the file.
    public convenience init(
        to origin: Origin,
        settings: String = "",
        listen: String = "",
        more: String = ""
    ) throws {
        try self.init(
            """
            listen @http {
                \(listen)
                route /* to \(origin.address) \(settings)
            }
            \(more)
            """,
            with: [origin]
        )
    }

    /// The same with every request traced, spans going to `sink` without delay, and `overrides` as written.
    public convenience init(
        to origin: Origin,
        tracingTo sink: ZipkinSink,
        sample: String = "100%",
        overrides: String = "",
        more: String = ""
    ) throws {
        try self.init(
            to: origin,
            more: """
                trace {
                    sample \(sample)
                    zipkin \(sink.url) { batch 512 or 20ms }
                }
                \(overrides.isEmpty ? "" : "overrides { \(overrides) }")
                \(more)
                """
        )
    }
}
