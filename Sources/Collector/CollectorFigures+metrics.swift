// What do the collector's figures look like on the metrics page?

import Archive
import Telemetry

extension CollectorFigures {
    /// The families of the collector, and of the archive when there is one. Every reason is there from the start, so
    /// that a rate over it is right from its first event on.
    public func families(contents: ArchiveContents? = nil) -> [MetricSnapshot.Family] {
        var families: [MetricSnapshot.Family] = []
        if let sampled = destinations.first?.figures.sampled ?? archive?.sampled {
            families.append(Self.family(CollectorMetrics.sampled, [], sampled))
        }
        for destination in destinations { families += Self.families(of: destination) }
        if let archive { families += Self.families(of: archive, contents: contents) }
        return families
    }

    private static func families(of destination: Named) -> [MetricSnapshot.Family] {
        let label = [MetricSnapshot.Label("destination", destination.name)]
        let figures = destination.figures
        var families = [
            family(CollectorMetrics.delivered, label, figures.delivered),
            family(CollectorMetrics.waiting, label, figures.waiting),
            family(CollectorMetrics.queueBytes, label, figures.queuedBytes),
            family(CollectorMetrics.messages, label, figures.messages),
            family(CollectorMetrics.messageBytes, label, figures.messageBytes),
        ]
        for reason in DropReason.allCases {
            let labels = label + [MetricSnapshot.Label("reason", reason.rawValue)]
            families.append(family(CollectorMetrics.dropped, labels, figures.dropped[reason] ?? 0))
        }
        for (cause, count) in figures.failures.sorted(by: { $0.key < $1.key }) {
            families.append(family(CollectorMetrics.failures, label + [MetricSnapshot.Label("cause", cause)], count))
        }
        return families
    }

    private static func families(of archive: ArchiveFigures, contents: ArchiveContents?) -> [MetricSnapshot.Family] {
        var families = [
            family(CollectorMetrics.archiveReceived, [], archive.received),
            family(CollectorMetrics.archiveKept, [], archive.kept),
            family(CollectorMetrics.archiveWaiting, [], archive.waiting),
            family(CollectorMetrics.archiveEvicted, [], UInt64(archive.evicted.traces)),
            family(CollectorMetrics.archiveFailing, [], archive.error == nil ? 0 : 1),
        ]
        for reason in ArchiveDrop.allCases {
            let labels = [MetricSnapshot.Label("reason", reason.rawValue)]
            families.append(family(CollectorMetrics.archiveDropped, labels, archive.dropped[reason] ?? 0))
        }
        if let contents {
            families.append(family(CollectorMetrics.archiveTraces, [], UInt64(contents.traces)))
            families.append(family(CollectorMetrics.archiveSpans, [], UInt64(contents.spans)))
            families.append(family(CollectorMetrics.archiveBytes, [], UInt64(contents.bytes)))
        }
        return families
    }

    private static func family(
        _ metric: MetricCatalogue.Metric,
        _ labels: [MetricSnapshot.Label],
        _ value: UInt64
    ) -> MetricSnapshot.Family {
        MetricSnapshot.Family(metric, [MetricSnapshot.Sample(labels, .number(Double(value)))])
    }
}
