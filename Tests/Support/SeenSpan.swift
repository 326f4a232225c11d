// What is in a span that reached a collector?

/// One Zipkin v2 span, read plainly.
public struct SeenSpan: Decodable, Sendable, Equatable {
    public struct Endpoint: Decodable, Sendable, Equatable {
        public let serviceName: String?
        public let ipv4: String?
        public let ipv6: String?
        public let port: Int?
    }

    public struct Annotation: Decodable, Sendable, Equatable {
        public let timestamp: Int64
        public let value: String
    }

    public let traceId: String
    public let id: String
    public let parentId: String?
    public let kind: String?
    public let name: String?
    public let timestamp: Int64?
    public let duration: Int64?
    public let localEndpoint: Endpoint?
    public let remoteEndpoint: Endpoint?
    public let annotations: [Annotation]?
    public let tags: [String: String]?
    public let shared: Bool?
    public let debug: Bool?

    public func tag(_ name: String) -> String? { tags?[name] }

    public var annotationNames: [String] { (annotations ?? []).map(\.value) }

    /// Microseconds since 1970 at which it ended.
    public var end: Int64 { (timestamp ?? 0) + (duration ?? 0) }
}
