// What is counted of a tunnel, and when do its spans appear?

import Telemetry
import Time
import Wire

extension Worker {
    /// Writes what is known of both spans while the tunnel is open, so that they can be seen before it ends. The same
    /// spans are written again at the end; readers put the two halves together by their id.
    mutating func writeDownBeginning(_ x: UInt32) {
        guard exchanges[x].trace.isSampled else { return }
        writeServerSpan(x, isUnfinished: true)
        writeClientSpan(x, until: now, failure: nil, isUnfinished: true)
    }

    /// Counts how a tunnel ended.
    mutating func writeDownTunnel(_ x: UInt32, _ end: TunnelEnd) {
        exchanges[x].tunnel.end = end
        post.metrics.subtract(.tunnelsOpen)
        count(end.counter)
    }

    /// What the spans of a tunnel say beside those of any request.
    mutating func describeTunnel(_ x: UInt32, since start: Instant, in span: inout SpanWriter) {
        note(.upgraded, exchanges[x].tunnel.beganAt, since: start, in: &span)
        guard let end = exchanges[x].tunnel.end else { return }
        span.tag(.tunnelEnd, end.label)
        span.tag(.tunnelReceived, number: exchanges[x].bodyBytesTaken)
        span.tag(.tunnelSent, number: contentSent(x))
    }
}
