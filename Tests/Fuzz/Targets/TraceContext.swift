// houses: Telemetry
// Is a trace context that was read written so that it is read again as the same, and is nothing else ever an error?

import Bytes
import HTTP
import Telemetry

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        let (choice, lines) = input.choice(below: propagators.count)
        let propagator = propagators[choice]
        withFields(lines) { fields in
            _ = SampleOverride(fields)
            var extraction = propagator.extract(from: fields)
            guard extraction.outcome == .context else { return }
            precondition(extraction.context.hasIdentity, "A context without ids was taken for one.")
            if extraction.context.decision == .deferred { extraction.context.decision = .accept }
            checkWritten(extraction.context, by: propagator)
        }
        checkTraceState(lines)
    }
}

private let propagators = [
    Propagator.standard, Propagator([.w3c, .b3multi, .b3]), Propagator([.b3]), Propagator([.b3multi]),
    Propagator([.w3c]),
]

/// Reads `lines` as the fields of a request, if they are well formed.
private func withFields(_ lines: ByteView, _ body: (borrowing Fields) -> Void) {
    var buffer = ByteBuffer()
    buffer.append("GET / HTTP/1.1\r\nHost: a\r\n")
    buffer.append(lines)
    buffer.append("\r\n\r\n")
    let limits = H1Limits()
    var head = RequestHead(limits: limits)
    guard (try? H1RequestParser.parse(buffer.readable, into: &head, limits: limits)) != nil else { return }
    body(head.fields)
}

/// The ids survive being written and read.
private func checkWritten(_ context: TraceContext, by propagator: Propagator) {
    var written = ByteBuffer()
    propagator.inject(context, into: &written)
    var isRead = false
    withFields(written.readable) { fields in
        isRead = true
        let again = propagator.extract(from: fields)
        precondition(again.outcome == .context && again.malformed.isEmpty, "A context that was written is not read.")
        precondition(again.context.traceID == context.traceID, "A trace id changed on its way.")
        precondition(again.context.spanID == context.spanID, "A span id changed on its way.")
        precondition(!again.disagrees, "Two formats were written differently.")
    }
    precondition(isRead, "The fields that were written are malformed.")
}

/// A list of states that was read is written so that it is read as the same.
private func checkTraceState(_ line: ByteView) {
    guard let state = TraceState(line) else { return }
    var written = ByteBuffer()
    state.write(to: &written)
    guard state.count > 0 else { return }
    guard let again = TraceState(written.readable) else {
        preconditionFailure("States that were written are not read.")
    }
    precondition(again.count == state.count, "A state was lost.")
    for index in 0..<state.count {
        precondition(
            again.key(index) == state.key(index) && again.value(index) == state.value(index),
            "A state changed."
        )
    }
}
