// Which spans does a trace really consist of, once its pieces are put together?

import Bytes
import Telemetry

/// Cleans the raw spans of one trace for drawing and for counting calls.
///
/// A span may arrive in several pieces, twice, or shared between client and server. Zipkin's rules
/// (`zipkin2.internal.Trace.merge`): spans are ordered by id, unshared before shared, CLIENT first, absent endpoint
/// first; neighbours of one id, one `shared` flag and endpoints that do not contradict each other become one span; a
/// SERVER behind a CLIENT of its id is shared even when it forgot to say so; a shared half without a parent takes the
/// other half's; 64-bit trace ids
/// become the first 128-bit one that occurs.
public enum TraceMerge {
    /// The merged spans, ordered by id. A list of one is returned as it is.
    public static func merge(_ spans: [ZipkinSpan]) -> [ZipkinSpan] {
        guard spans.count > 1 else { return spans }
        var pieces = ordered(spans)
        let traceID = longestID(of: pieces)
        for i in pieces.indices where (pieces[i].traceID.high == 0) != (traceID.high == 0) {
            pieces[i] = pieces[i].placed(traceID: traceID)
        }

        var merged: [ZipkinSpan] = []
        merged.reserveCapacity(pieces.count)
        var at = 0
        while at < pieces.count {
            var span = pieces[at]
            var identity = span.localEndpoint
            at += 1
            while at < pieces.count, let whole = join(span, pieces[at], identity: &identity) {
                span = whole
                at += 1
            }
            if let last = merged.last, last.id == span.id { span = corrected(span, from: last) }
            merged.append(span)
        }
        return merged
    }

    /// Sorted so that pieces of one span are neighbours; equal ones stay in order of arrival.
    private static func ordered(_ spans: [ZipkinSpan]) -> [ZipkinSpan] {
        spans.enumerated().sorted { left, right in
            if left.element.id != right.element.id { return left.element.id.value < right.element.id.value }
            let byRole = rank(left.element) - rank(right.element)
            if byRole != 0 { return byRole < 0 }
            let byEndpoint = compare(left.element.localEndpoint, right.element.localEndpoint)
            return byEndpoint != 0 ? byEndpoint < 0 : left.offset < right.offset
        }.map(\.element)
    }

    /// CLIENT, then others, then shared ones.
    private static func rank(_ span: ZipkinSpan) -> Int {
        if span.isShared { return 2 }
        return span.kind == .client ? 0 : 1
    }

    private static func compare(_ left: ZipkinEndpoint?, _ right: ZipkinEndpoint?) -> Int {
        guard let left else { return right == nil ? 0 : -1 }
        guard let right else { return 1 }
        let byService = compareAbsentLast(left.serviceName, right.serviceName)
        if byService != 0 { return byService }
        let byIPv4 = compareAbsentLast(address(of: left, isIPv4: true), address(of: right, isIPv4: true))
        if byIPv4 != 0 { return byIPv4 }
        return compareAbsentLast(address(of: left, isIPv4: false), address(of: right, isIPv4: false))
    }

    private static func address(of endpoint: ZipkinEndpoint, isIPv4: Bool) -> String? {
        endpoint.address.flatMap { $0.isIPv4 == isIPv4 ? $0.description : nil }
    }

    private static func compareAbsentLast(_ left: String?, _ right: String?) -> Int {
        guard let left else { return right == nil ? 0 : 1 }
        guard let right else { return -1 }
        return left == right ? 0 : (left < right ? -1 : 1)
    }

    private static func longestID(of spans: [ZipkinSpan]) -> TraceID {
        spans.first { $0.traceID.high != 0 }?.traceID ?? spans[spans.count - 1].traceID
    }

    /// `first` completed with `second`, or nil when they are not pieces of one span. `identity` gathers what is known
    /// of the endpoint, so that three pieces cannot be joined through one that says nothing.
    private static func join(
        _ first: ZipkinSpan,
        _ second: ZipkinSpan,
        identity: inout ZipkinEndpoint?
    ) -> ZipkinSpan? {
        guard first.id == second.id, first.isShared == second.isShared,
            let joined = joinedIdentity(identity, second.localEndpoint)
        else { return nil }
        identity = joined
        return first.completed(with: second)
    }

    /// The endpoint of both, nil when they contradict each other; the outer optional is the answer, the inner absence.
    private static func joinedIdentity(_ left: ZipkinEndpoint?, _ right: ZipkinEndpoint?) -> ZipkinEndpoint?? {
        guard let left, let right else { return .some(left ?? right) }
        return left.agrees(with: right) ? .some(left.completed(with: right)) : nil
    }

    /// The second half of a shared span, corrected from the first.
    private static func corrected(_ span: ZipkinSpan, from last: ZipkinSpan) -> ZipkinSpan {
        let isShared = span.isShared || (last.kind == .client && span.kind == .server)
        let parentID = isShared ? span.parentID ?? last.parentID : span.parentID
        if isShared == span.isShared, parentID == span.parentID { return span }
        return span.placed(parentID: parentID, isShared: isShared)
    }
}
