// What a span is once it has left the worker.

import Bytes

/// A span of Zipkin's v2 model, always normalised: the value that Archive, Collector and Admin deal in.
///
/// Rules of Zipkin's own model: names are lower case and absent when empty; annotations are ordered and each is there
/// once; tags are ordered by key and the last of a key counts; a parent that is the span itself is none; a client's span
/// is never shared; a timestamp or duration of 0 is none.
public struct ZipkinSpan: Hashable, Sendable {
    public let traceID: TraceID
    public let id: SpanID
    public let parentID: SpanID?
    /// Nil for local work.
    public let kind: SpanKind?
    public let name: String?
    /// Microseconds since the epoch; 0 when it is not known.
    public let timestamp: Int64
    /// Microseconds; 0 when the span did not end or this is not known.
    public let duration: Int64
    public let localEndpoint: ZipkinEndpoint?
    public let remoteEndpoint: ZipkinEndpoint?
    public let annotations: [ZipkinAnnotation]
    public let tags: [ZipkinTag]
    public let isDebug: Bool
    public let isShared: Bool

    public init(
        traceID: TraceID,
        id: SpanID,
        parentID: SpanID? = nil,
        kind: SpanKind? = nil,
        name: String? = nil,
        timestamp: Int64 = 0,
        duration: Int64 = 0,
        localEndpoint: ZipkinEndpoint? = nil,
        remoteEndpoint: ZipkinEndpoint? = nil,
        annotations: [ZipkinAnnotation] = [],
        tags: [ZipkinTag] = [],
        isDebug: Bool = false,
        isShared: Bool = false
    ) {
        self.traceID = traceID
        self.id = id
        self.parentID = parentID.flatMap { $0.isValid && $0 != id ? $0 : nil }
        self.kind = kind
        self.name = name.flatMap { $0.isEmpty ? nil : $0.lowercased() }
        self.timestamp = max(timestamp, 0)
        self.duration = max(duration, 0)
        self.localEndpoint = localEndpoint.flatMap { $0.isEmpty ? nil : $0 }
        self.remoteEndpoint = remoteEndpoint.flatMap { $0.isEmpty ? nil : $0 }
        self.annotations = Self.ordered(annotations)
        self.tags = Self.ordered(tags)
        self.isDebug = isDebug
        self.isShared = isShared && kind != .client
    }

    /// The text of a tag, or nil.
    public func tag(_ key: String) -> String? { tags.first { $0.key == key }?.value }

    /// Whether the span failed: the tag `error` is there, whatever it says.
    public var isError: Bool { tag("error") != nil }

    private static func ordered(_ annotations: [ZipkinAnnotation]) -> [ZipkinAnnotation] {
        var ordered: [ZipkinAnnotation] = []
        for annotation in annotations.sorted() where annotation != ordered.last { ordered.append(annotation) }
        return ordered
    }

    private static func ordered(_ tags: [ZipkinTag]) -> [ZipkinTag] {
        var values: [String: String] = [:]
        for tag in tags { values[tag.key] = tag.value }
        return values.map { ZipkinTag(key: $0.key, value: $0.value) }.sorted { $0.key < $1.key }
    }
}
