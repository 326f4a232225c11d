// What does the configuration say about the collector?

import Archive
import Config
import Time

extension CollectorSettings {
    /// One batch feeds every destination, so the smallest bound of all `zipkin` lines counts.
    public init(_ config: TracingConfig) {
        var batch = BatchLimits()
        if let first = config.exporters.first {
            batch = BatchLimits(spans: first.batchCount, bytes: first.batchBytes, age: first.batchAge)
        }
        for exporter in config.exporters.dropFirst() {
            batch.spans = min(batch.spans, exporter.batchCount)
            batch.bytes = min(batch.bytes, exporter.batchBytes)
            batch.age = min(batch.age, exporter.batchAge)
        }
        self.init(batch: batch, archiveTracesPerSecond: Double(config.archive.intakePerSecond))
    }
}

extension DeliveryLimits {
    /// The bounds of one `zipkin` line.
    public init(_ config: ExporterConfig) {
        self.init(queueBytes: config.queueBytes, attemptTimeout: config.timeout, giveUpAfter: config.retryFor)
    }
}

extension ArchiveLimits {
    /// The bounds of the `archive` line.
    public init(_ config: ArchiveConfig) { self.init(bytes: config.bytes, age: config.age) }
}
