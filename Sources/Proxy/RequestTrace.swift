// What of a request is written down when it ends?

import Bytes
import Telemetry

/// The trace of one request: its SERVER span, the verdict, the current attempt's CLIENT span, and, only when something
/// will be written down, a copy of the request's facts.
struct RequestTrace: ~Copyable {
    let entry: TraceEntry
    /// The CLIENT span of the current attempt.
    var attempt: SpanID = .none
    /// Method, path and host, one after the other; owns no memory unless the request is traced or logged.
    var facts = ByteBuffer()
    var method = ByteRange.empty
    var path = ByteRange.empty
    var host = ByteRange.empty
    var agent = ByteRange.empty

    init(entry: TraceEntry) { self.entry = entry }

    var isSampled: Bool { entry.verdict.isSampled }

    /// The context that goes to the upstream: a child of the SERVER span.
    var outgoing: TraceContext { entry.context.child(attempt) }

    /// Copies one fact, cut to `limit` bytes.
    mutating func keep(_ bytes: ByteView, limit: Int) -> ByteRange {
        let kept = bytes.prefix(limit)
        let range = ByteRange(start: facts.count, count: kept.count)
        facts.append(kept)
        return range
    }
}
