// Which requests are traced, how is the context passed on, and where do spans go?

import Telemetry

/// The `trace` block.
public struct TracingConfig: Sendable {
    /// Destinations of spans, in file order; empty means that only the archive sees them.
    public var exporters: [ExporterConfig]
    /// Context formats, read in this order and all written.
    public var propagate: [TraceFormat]
    /// The rate of requests that no route's own rate covers (and of those that no route takes).
    public var sample: SampleRate
    /// Where `sample` was written; nil for the built-in default.
    public var sampleOrigin: SourcePlace?
    /// The service name of the gateway's spans.
    public var serviceName: String
    public var redact: RedactConfig
    public var archive: ArchiveConfig

    public init(
        exporters: [ExporterConfig] = [],
        propagate: [TraceFormat] = [.b3, .b3multi, .w3c],
        sample: SampleRate = TracingConfig.defaultSample,
        sampleOrigin: SourcePlace? = nil,
        serviceName: String = "headgate",
        redact: RedactConfig = RedactConfig(),
        archive: ArchiveConfig = ArchiveConfig()
    ) {
        self.exporters = exporters
        self.propagate = propagate
        self.sample = sample
        self.sampleOrigin = sampleOrigin
        self.serviceName = serviceName
        self.redact = redact
        self.archive = archive
    }
}

extension TracingConfig {
    /// One request in a hundred, when nobody says otherwise.
    public static var defaultSample: SampleRate { SampleRate(oneIn: 100) ?? .always }  // 100 is within bounds.
}
