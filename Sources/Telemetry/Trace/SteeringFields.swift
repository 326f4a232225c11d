// Which fields of a request try to steer the gateway.

import HTTP

/// The groups of request fields by which a caller can change identity, sampling or routing; honoured from trusted
/// clients only, removed and counted otherwise.
public struct SteeringFields: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `b3` and `X-B3-…`.
    public static let b3 = SteeringFields(rawValue: 1)
    /// `traceparent` and `tracestate`.
    public static let w3c = SteeringFields(rawValue: 2)
    /// `l5d-sample`.
    public static let sample = SteeringFields(rawValue: 4)
    /// `l5d-dtab`, `l5d-ctx-dtab`, `dtab-local`.
    public static let dtab = SteeringFields(rawValue: 8)
    /// `l5d-ctx-trace`, `l5d-ctx-deadline`.
    public static let linkerdContext = SteeringFields(rawValue: 16)
    /// `baggage`.
    public static let baggage = SteeringFields(rawValue: 32)

    /// How many groups there are; their bits are 0..<count.
    public static let count = 6

    /// All groups together.
    public static var all: SteeringFields { SteeringFields(rawValue: 63) }

    /// The bits of `Fields.present` that belong to all groups.
    public static let allMask: UInt64 =
        SteeringFields.b3.mask | SteeringFields.w3c.mask | SteeringFields.sample.mask | SteeringFields.dtab.mask
        | SteeringFields.linkerdContext.mask | SteeringFields.baggage.mask

    /// The groups that a message with these fields uses.
    public init(present: UInt64) {
        self = []
        if present & Self.allMask == 0 { return }
        for bit in 0..<Self.count {
            let group = SteeringFields(rawValue: 1 << bit)
            if present & group.mask != 0 { insert(group) }
        }
    }

    /// The bits of `Fields.present` that belong to this single group.
    var mask: UInt64 {
        switch self {
        case .b3:
            Self.bit(.b3) | Self.bit(.xB3TraceID) | Self.bit(.xB3SpanID) | Self.bit(.xB3ParentSpanID)
                | Self.bit(.xB3Sampled) | Self.bit(.xB3Flags)
        case .w3c: Self.bit(.traceparent) | Self.bit(.tracestate)
        case .sample: Self.bit(.l5dSample)
        case .dtab: Self.bit(.l5dDtab) | Self.bit(.l5dCtxDtab) | Self.bit(.dtabLocal)
        case .linkerdContext: Self.bit(.l5dCtxTrace) | Self.bit(.l5dCtxDeadline)
        case .baggage: Self.bit(.baggage)
        default: 0
        }
    }

    private static func bit(_ name: FieldName) -> UInt64 { 1 << UInt64(name.rawValue) }

    /// The label of one group in the metrics.
    public var name: StaticString {
        switch self {
        case .b3: "b3"
        case .w3c: "w3c"
        case .sample: "l5d-sample"
        case .dtab: "l5d-dtab"
        case .linkerdContext: "l5d-ctx"
        case .baggage: "baggage"
        default: "several"
        }
    }
}
