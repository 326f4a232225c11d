// Whom does an event or a timer concern?

/// What a poller or a timer wheel carries for its owner: a kind, the index into that kind's slab, and the generation
/// that tells a stale event from a live one.
///
/// Layout, high to low: `kind 8 | generation 24 | index 32`.
public struct Token: Hashable, Sendable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Only the low 24 bits of the generation are carried; a slab's generations have no more.
    public init(kind: UInt8, index: UInt32, generation: UInt32) {
        rawValue = UInt64(kind) << 56 | UInt64(generation & 0xFF_FFFF) << 32 | UInt64(index)
    }

    public var kind: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 56) }
    public var generation: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 32) & 0xFF_FFFF }
    public var index: UInt32 { UInt32(truncatingIfNeeded: rawValue) }
}
