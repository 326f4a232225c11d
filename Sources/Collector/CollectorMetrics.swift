// Which metrics does the collector have, each declared once?

import Telemetry

/// The collector's and the archive's part of the metrics page.
///
/// For each destination `headgate_spans_sampled_total` is the sum of its delivered, waiting and dropped spans, on every
/// page; so it is for the archive, when received spans are added.
public enum CollectorMetrics {
    public typealias Metric = MetricCatalogue.Metric

    public static let sampled = Metric(
        "headgate_spans_sampled_total",
        .counter,
        "Spans of sampled requests, written to a ring or lost before it."
    )
    public static let delivered = Metric(
        "headgate_exporter_spans_delivered_total",
        .counter,
        "Spans in messages that the destination answered with 2xx."
    )
    public static let waiting = Metric(
        "headgate_exporter_spans_waiting",
        .gauge,
        "Spans on their way: in a ring, in the open batch, queued, or being sent."
    )
    public static let dropped = Metric(
        "headgate_exporter_spans_dropped_total",
        .counter,
        "Spans that will not reach the destination, by reason."
    )
    public static let queueBytes = Metric(
        "headgate_exporter_queue_bytes",
        .gauge,
        "Bytes of encoded messages that wait for the destination."
    )
    public static let messages = Metric(
        "headgate_exporter_messages_total",
        .counter,
        "Messages that the destination answered with 2xx."
    )
    public static let messageBytes = Metric(
        "headgate_exporter_message_bytes_total",
        .counter,
        "Bytes of the messages that the destination answered with 2xx."
    )
    public static let failures = Metric(
        "headgate_exporter_attempts_failed_total",
        .counter,
        "Attempts to send a message that failed and may be made again, by cause."
    )
    public static let archiveReceived = Metric(
        "headgate_archive_spans_received_total",
        .counter,
        "Spans that others sent to the admin listener."
    )
    public static let archiveKept = Metric(
        "headgate_archive_spans_kept_total",
        .counter,
        "Spans written to the archive."
    )
    public static let archiveWaiting = Metric(
        "headgate_archive_spans_waiting",
        .gauge,
        "Spans in a ring, or taken and not yet written to the archive."
    )
    public static let archiveDropped = Metric(
        "headgate_archive_spans_dropped_total",
        .counter,
        "Spans that were not kept, by reason."
    )
    public static let archiveEvicted = Metric(
        "headgate_archive_traces_evicted_total",
        .counter,
        "Traces that had to make room in the archive."
    )
    public static let archiveTraces = Metric("headgate_archive_traces", .gauge, "Traces in the archive.")
    public static let archiveSpans = Metric("headgate_archive_spans", .gauge, "Spans in the archive.")
    public static let archiveBytes = Metric("headgate_archive_bytes", .gauge, "Bytes of SQLite pages in use.")
    public static let archiveFailing = Metric(
        "headgate_archive_failing",
        .gauge,
        "1 when the last write to the archive failed."
    )
}
