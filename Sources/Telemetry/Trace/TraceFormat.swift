// Which spelling of a trace context is meant.

/// One way of writing a trace context into fields, named as `propagate` of gateway.conf names it.
public enum TraceFormat: UInt8, CaseIterable, Hashable, Sendable {
    /// The single `b3` field.
    case b3
    /// The `X-B3-…` fields.
    case b3multi
    /// `traceparent` and `tracestate` of W3C Trace Context.
    case w3c

    /// The word of the configuration, and the label of the metrics.
    public var name: StaticString {
        switch self {
        case .b3: "b3"
        case .b3multi: "b3multi"
        case .w3c: "w3c"
        }
    }

    public init?(name: String) {
        switch name {
        case "b3": self = .b3
        case "b3multi": self = .b3multi
        case "w3c": self = .w3c
        default: return nil
        }
    }
}

extension TraceFormat {
    /// A few formats at once, without order.
    public struct Set: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) { self.rawValue = rawValue }

        public init(_ format: TraceFormat) { rawValue = 1 << format.rawValue }

        public static var all: Set { Set(rawValue: 0b111) }

        public func contains(_ format: TraceFormat) -> Bool { contains(Set(format)) }
    }
}
