// Whether a trace that nobody has decided about is kept.

/// The sampler of a route: a rate, applied to the randomness of the trace id.
public struct Sampler: Hashable, Sendable {
    public let rate: SampleRate

    public init(_ rate: SampleRate) { self.rate = rate }

    /// The 56-bit threshold; see `SampleRate`.
    public var threshold: UInt64 { rate.threshold }

    /// Whether a trace with this id is kept, its right-most 56 bits being the randomness.
    public func verdict(_ traceID: TraceID) -> Bool { rate.keeps(traceID.randomness) }

    /// Whether a trace with this randomness is kept (`ot=rv:` when the context has one).
    public func verdict(randomness: UInt64) -> Bool { rate.keeps(randomness) }
}
