// What do two pieces of one span say together?

import Bytes
import Telemetry

extension ZipkinEndpoint {
    /// This endpoint with what only `other` knows.
    func completed(with other: ZipkinEndpoint) -> ZipkinEndpoint {
        ZipkinEndpoint(
            serviceName: serviceName ?? other.serviceName,
            address: address ?? other.address,
            port: port != 0 ? port : other.port
        )
    }

    /// Whether both can be one place: nothing that both know differs. Addresses of two families do not contradict.
    func agrees(with other: ZipkinEndpoint) -> Bool {
        if let mine = serviceName, let theirs = other.serviceName, mine != theirs { return false }
        if let mine = address, let theirs = other.address, mine.isIPv4 == theirs.isIPv4, mine != theirs { return false }
        return port == 0 || other.port == 0 || port == other.port
    }
}

extension ZipkinSpan {
    /// This span with what only `other` knows. Annotations are united, tags of `other` replace ours.
    func completed(with other: ZipkinSpan) -> ZipkinSpan {
        ZipkinSpan(
            traceID: traceID,
            id: id,
            parentID: parentID ?? other.parentID,
            kind: kind ?? other.kind,
            name: name ?? other.name,
            timestamp: timestamp != 0 ? timestamp : other.timestamp,
            duration: duration != 0 ? duration : other.duration,
            localEndpoint: Self.joined(localEndpoint, other.localEndpoint),
            remoteEndpoint: Self.joined(remoteEndpoint, other.remoteEndpoint),
            annotations: annotations + other.annotations,
            tags: tags + other.tags,
            isDebug: isDebug || other.isDebug,
            isShared: isShared || other.isShared
        )
    }

    /// The same span with another place in its trace.
    func placed(traceID: TraceID? = nil, parentID: SpanID? = nil, isShared: Bool? = nil) -> ZipkinSpan {
        ZipkinSpan(
            traceID: traceID ?? self.traceID,
            id: id,
            parentID: parentID ?? self.parentID,
            kind: kind,
            name: name,
            timestamp: timestamp,
            duration: duration,
            localEndpoint: localEndpoint,
            remoteEndpoint: remoteEndpoint,
            annotations: annotations,
            tags: tags,
            isDebug: isDebug,
            isShared: isShared ?? self.isShared
        )
    }

    private static func joined(_ first: ZipkinEndpoint?, _ second: ZipkinEndpoint?) -> ZipkinEndpoint? {
        guard let first, let second else { return first ?? second }
        return first.completed(with: second)
    }
}
