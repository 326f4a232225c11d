// Is a part of a trace still to come?

import Telemetry

/// Looks for spans that others point to and that are not there: a parent, or the server's half of a call.
///
/// A gap says nothing about how long it stays: a service that reports nothing leaves one for ever.
public enum TraceGaps {
    /// Whether `spans`, which are all that is known of one trace, miss one. No spans at all are a gap too.
    public static func exist(in spans: [ZipkinSpan]) -> Bool {
        if spans.isEmpty { return true }
        let ids = Set(spans.map(\.id))
        let served = servedCalls(spans)
        return spans.contains { span in
            if let parent = span.parentID, !ids.contains(parent) { return true }
            return span.kind == .client && !served.contains(span.id)
        }
    }

    /// The ids of calls whose other side has a span: one below the call, or one that shares its id.
    private static func servedCalls(_ spans: [ZipkinSpan]) -> Set<SpanID> {
        spans.reduce(into: []) { served, span in
            guard span.kind == .server else { return }
            served.insert(span.id)
            if let parent = span.parentID { served.insert(parent) }
        }
    }
}
