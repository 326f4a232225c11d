// Which spans do the archive's tests use?

import Bytes
import Telemetry

/// Short ways to say a span.
func makeSpan(
    _ trace: UInt64,
    _ id: UInt64,
    parent: UInt64 = 0,
    kind: SpanKind? = nil,
    name: String? = nil,
    at timestamp: Int64 = 0,
    lasting duration: Int64 = 0,
    local: String? = nil,
    remote: String? = nil,
    annotations: [(Int64, String)] = [],
    tags: [String: String] = [:],
    isShared: Bool = false,
    high: UInt64 = 0
) -> ZipkinSpan {
    ZipkinSpan(
        traceID: TraceID(high: high, low: trace),
        id: SpanID(id),
        parentID: SpanID(parent),
        kind: kind,
        name: name,
        timestamp: timestamp,
        duration: duration,
        localEndpoint: ZipkinEndpoint(serviceName: local),
        remoteEndpoint: ZipkinEndpoint(serviceName: remote),
        annotations: annotations.map { ZipkinAnnotation(timestamp: $0.0, value: $0.1) },
        tags: tags.map { ZipkinTag(key: $0.key, value: $0.value) },
        isShared: isShared
    )
}
