// Which spans travel together?

import Bytes
import Telemetry
import Time

/// The batch that is being filled: a JSON list, closed by count, bytes or age, whichever comes first.
struct SpanBatch: ~Copyable {
    /// What became of a span that was to be added.
    enum Addition: Hashable {
        case added
        /// The batch must be closed first; the span is not in it.
        case full
        /// No batch can hold the span.
        case oversized
    }

    private let limits: BatchLimits
    private var message: ByteBuffer
    private var spans = 0
    private var begunAt = Instant.zero
    private var encoder = SpanRecordJSON()

    init(limits: BatchLimits) {
        self.limits = limits
        message = ByteBuffer(capacity: 64 << 10)
    }

    var isEmpty: Bool { spans == 0 }

    /// Whether the batch should leave now: it has its count, or has waited long enough.
    func isDue(at now: Instant) -> Bool { spans > 0 && (spans >= limits.spans || now >= begunAt + limits.age) }

    /// When the batch is due; nil while it is empty.
    var dueAt: Instant? { spans > 0 ? begunAt + limits.age : nil }

    mutating func add(_ record: SpanRecord, at now: Instant) -> Addition {
        if spans >= limits.spans { return .full }
        let mark = message.count
        message.append(spans == 0 ? UInt8(ascii: "[") : UInt8(ascii: ","))
        encoder.write(record, to: &message)
        // The closing bracket counts: a message is exactly as long as it says.
        guard message.count + 1 <= limits.bytes else {
            message.truncate(to: mark)
            return spans == 0 ? .oversized : .full
        }
        if spans == 0 { begunAt = now }
        spans += 1
        return .added
    }

    /// The finished message; the batch is empty afterwards. Nil when it was empty.
    mutating func close() -> ExportBatch? {
        if spans == 0 { return nil }
        message.append(UInt8(ascii: "]"))
        let batch = ExportBatch(bytes: message.readable.array, spans: spans, begunAt: begunAt)
        message.clear()
        spans = 0
        return batch
    }
}
