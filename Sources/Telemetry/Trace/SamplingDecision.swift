// In which order the voices about sampling are heard.

/// The resolution of a sampling decision, as one pure function.
public enum SamplingDecision {
    /// Everything that has a say. A plain value without invariants.
    public struct Inputs: Hashable, Sendable {
        /// What this client may do; empty for a stranger.
        public var allowed: Trust.Allowance
        public var override: SampleOverride
        /// The decision that came with the request, trusted or not.
        public var incoming: Decision
        /// The route's rate.
        public var rate: SampleRate
        /// The 56 bits that are compared with a threshold.
        public var randomness: UInt64

        public init(
            allowed: Trust.Allowance,
            override: SampleOverride,
            incoming: Decision,
            rate: SampleRate,
            randomness: UInt64
        ) {
            self.allowed = allowed
            self.override = override
            self.incoming = incoming
            self.rate = rate
            self.randomness = randomness
        }
    }

    /// Decides: trust first, then the explicit override, then the caller's decision, then the route.
    ///
    /// An override that says no also ends an incoming debug; one that says yes keeps it.
    public static func decide(_ inputs: Inputs) -> SamplingVerdict {
        let incoming = inputs.allowed.contains(.parent) ? inputs.incoming : .deferred
        if case .rate(let rate) = inputs.override, inputs.allowed.contains(.sample) {
            let reason: SamplingReason = rate.isAlways ? .forced : rate.isNever ? .hidden : .override
            let isSampled = rate.keeps(inputs.randomness)
            return SamplingVerdict(isSampled: isSampled, isDebug: incoming == .debug, reason: reason, rate: rate)
        }
        switch incoming {
        case .debug: return SamplingVerdict(isSampled: true, isDebug: true, reason: .debug, rate: inputs.rate)
        case .accept: return SamplingVerdict(isSampled: true, reason: .parent, rate: inputs.rate)
        case .deny: return SamplingVerdict(isSampled: false, reason: .parent, rate: inputs.rate)
        case .deferred: break
        }
        let reason: SamplingReason = inputs.rate.isNever ? .never : .probabilistic
        return SamplingVerdict(isSampled: inputs.rate.keeps(inputs.randomness), reason: reason, rate: inputs.rate)
    }
}
