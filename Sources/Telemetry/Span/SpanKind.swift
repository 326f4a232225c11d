// Which side of a call a span describes.

/// The kinds of Zipkin's model; a span without one is local work.
public enum SpanKind: UInt8, CaseIterable, Hashable, Sendable {
    case client = 1
    case server
    case producer
    case consumer

    /// The word of Zipkin's v2 JSON.
    public var name: String {
        switch self {
        case .client: "CLIENT"
        case .server: "SERVER"
        case .producer: "PRODUCER"
        case .consumer: "CONSUMER"
        }
    }

    public init?(name: String) {
        switch name {
        case "CLIENT": self = .client
        case "SERVER": self = .server
        case "PRODUCER": self = .producer
        case "CONSUMER": self = .consumer
        default: return nil
        }
    }
}
