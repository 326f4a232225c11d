// How is the collector doing?

/// Everything that the collector counts, of one moment.
public struct CollectorFigures: Sendable {
    /// One destination by its name.
    public struct Named: Sendable {
        public let name: String
        public let figures: DeliveryFigures
    }

    /// In the order of the configuration.
    public let destinations: [Named]
    /// Nil when nothing is kept.
    public let archive: ArchiveFigures?
}
