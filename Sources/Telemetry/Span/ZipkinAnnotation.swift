// What happened at a moment of a span.

/// A moment of a Zipkin span.
public struct ZipkinAnnotation: Hashable, Comparable, Sendable {
    /// Microseconds since the epoch.
    public let timestamp: Int64
    public let value: String

    public init(timestamp: Int64, value: String) {
        self.timestamp = timestamp
        self.value = value
    }

    /// By time, then by text, which is Zipkin's order.
    public static func < (left: ZipkinAnnotation, right: ZipkinAnnotation) -> Bool {
        (left.timestamp, left.value) < (right.timestamp, right.value)
    }
}
