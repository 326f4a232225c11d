// Through what do a worker and the rest of the process speak?

import Telemetry
import Wire

/// The ends of a worker that other threads may touch: its mailbox, and what it writes for the cold side.
public struct WorkerPost: Sendable {
    public let mail: Mailbox<WorkerMail>
    public let metrics: MetricShard
    public let spans: SpanRing
    /// Lines of the access log.
    public let log: ByteRing

    public init(mail: Mailbox<WorkerMail>, metrics: MetricShard, spans: SpanRing, log: ByteRing) {
        self.mail = mail
        self.metrics = metrics
        self.spans = spans
        self.log = log
    }
}
