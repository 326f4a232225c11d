// What was decided about recording a request, and by what right.

import Bytes

/// The one decision of a request, made before the first upstream byte and shared by all its attempts.
public struct SamplingVerdict: Hashable, Sendable {
    public let isSampled: Bool
    /// Passed on so that later samplers let the trace pass too.
    public let isDebug: Bool
    public let reason: SamplingReason
    /// The rate that was compared; meaningful when `reason.hasRate`.
    public let rate: SampleRate

    public init(isSampled: Bool, isDebug: Bool = false, reason: SamplingReason, rate: SampleRate) {
        self.isSampled = isSampled
        self.isDebug = isDebug && isSampled
        self.reason = reason
        self.rate = rate
    }

    /// What is forwarded: always explicit.
    public var decision: Decision { isDebug ? .debug : isSampled ? .accept : .deny }
}
