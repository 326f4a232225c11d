// What `tracestate` an upstream gets.

import Bytes
import HTTP

/// Writes the outgoing `tracestate`: the members that came with a continued context, and the sampling threshold.
///
/// OpenTelemetry specification, trace/tracestate-probability-sampling:
/// - decided here by probability and sampled: `th` is our threshold, so that readers can weigh the spans;
/// - decided here otherwise, or not sampled: `th` is erased, since it would claim a probability that was not used;
/// - decision of the caller: `th` stays when it agrees with the decision (`R >= T`), else it is erased.
enum TraceStateWriter {
    static func write(entry: TraceEntry, fields: borrowing Fields, to buffer: inout ByteBuffer) {
        let change = change(for: entry)
        if entry.continuesTraceState {
            writeIncoming(change, fields: fields, to: &buffer)
        } else if case .set(let threshold) = change {
            buffer.append("tracestate: ot=th:")
            ThresholdNote.writeThreshold(threshold, to: &buffer)
            buffer.append("\r\n")
        }
    }

    static func change(for entry: TraceEntry) -> ThresholdNote.Change {
        switch entry.verdict.reason {
        case .parent, .debug:
            guard let threshold = entry.incomingThreshold else { return .keep }
            return (entry.context.randomness >= threshold) == entry.verdict.isSampled ? .keep : .erase
        case .probabilistic where entry.verdict.isSampled:
            return .set(entry.verdict.rate.threshold)
        case .probabilistic, .never, .override, .forced, .hidden:
            return .erase
        }
    }

    @inline(never)
    private static func writeIncoming(
        _ change: ThresholdNote.Change,
        fields: borrowing Fields,
        to buffer: inout ByteBuffer
    ) {
        guard var state = TraceState(fields) else { return }
        let start = buffer.count
        buffer.append("tracestate: ")
        let valueStart = buffer.count
        let index = state.index(of: ByteView("ot"))
        if change != .keep, index != nil || change != .erase {
            writeNote(index.map { state.value($0) } ?? .empty, change, to: &buffer)
            if let index { state.remove(at: index) }
            // Our member came left-most; with it the list may be one too long.
            if buffer.count > valueStart, state.count == TraceState.maximumMembers { state.remove(at: state.count - 1) }
        }
        state.write(to: &buffer, afterOthers: buffer.count > valueStart)
        if buffer.count == valueStart {
            buffer.truncate(to: start)
        } else {
            buffer.append("\r\n")
        }
    }

    /// Appends `ot=value`, or nothing when the change left nothing.
    private static func writeNote(_ value: ByteView, _ change: ThresholdNote.Change, to buffer: inout ByteBuffer) {
        let start = buffer.count
        buffer.append("ot=")
        let valueStart = buffer.count
        ThresholdNote.write(value, change: change, to: &buffer)
        if buffer.count == valueStart { buffer.truncate(to: start) }
    }
}
