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

    /// The spans that were given up since `earlier`, figures of the same collector; destinations that lost none are left
    /// out.
    public func lost(since earlier: CollectorFigures) -> [(destination: String, spans: UInt64)] {
        zip(earlier.destinations, destinations).compactMap { before, after in
            let spans = after.figures.droppedSpans - before.figures.droppedSpans
            return spans > 0 ? (after.name, spans) : nil
        }
    }
}
