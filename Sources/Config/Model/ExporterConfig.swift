// Where does one copy of the spans go, and in which pieces?

/// One `zipkin` line: a collector that takes Zipkin v2 JSON by POST.
public struct ExporterConfig: Sendable {
    public var url: AbsoluteURL
    /// The most bytes of encoded spans that may wait; what comes beyond is dropped and counted.
    public var queueBytes: Int
    /// A batch is sent when it holds so many spans.
    public var batchCount: Int
    /// A batch is sent when it has so many bytes.
    public var batchBytes: Int
    /// A batch is sent when its oldest span has waited so long.
    public var batchAge: Duration
    /// Whether batches are compressed.
    public var gzip: Bool
    /// The time one POST may take in all.
    public var timeout: Duration
    /// How long a refused batch is tried again before it is dropped and counted.
    public var retryFor: Duration
    /// TLS options of an `https` collector.
    public var tls: UpstreamTLSConfig
    public var place: SourcePlace

    public init(
        url: AbsoluteURL,
        queueBytes: Int = 16 << 20,
        batchCount: Int = 512,
        batchBytes: Int = 500_000,
        batchAge: Duration = .seconds(1),
        gzip: Bool = false,
        timeout: Duration = .seconds(10),
        retryFor: Duration = .seconds(300),
        tls: UpstreamTLSConfig = UpstreamTLSConfig(),
        place: SourcePlace = SourcePlace(file: "", line: 1, column: 1)
    ) {
        self.url = url
        self.queueBytes = queueBytes
        self.batchCount = batchCount
        self.batchBytes = batchBytes
        self.batchAge = batchAge
        self.gzip = gzip
        self.timeout = timeout
        self.retryFor = retryFor
        self.tls = tls
        self.place = place
    }
}
