// How a request enters the gateway's tracing: its SERVER span's identity, the verdict, and what was refused.

import Bytes
import HTTP

/// Everything about a request's trace that is known once its head is read and its route is found.
public struct TraceEntry: Hashable, Sendable {
    /// The SERVER span, with a decision that is never deferred.
    public let context: TraceContext
    public let verdict: SamplingVerdict
    /// The span id is the caller's (`SpanModel.shared`, and a decision came with it).
    public let isShared: Bool
    /// The trace began elsewhere and is continued.
    public let isContinued: Bool
    /// What the trace fields said, believed or not.
    public let extraction: Extraction
    /// Steering fields of a client who may not use them: to be removed, and counted.
    public let refused: SteeringFields
    /// No trace or steering field was there at all, as for nearly every request of the open world.
    public let isPlain: Bool
    /// `l5d-sample` was there, and allowed, and no rate.
    public let hasUnreadableOverride: Bool

    /// Reads the trace fields of a request, takes or makes the identity, and decides. Allocates nothing.
    ///
    /// - Parameters:
    ///   - fields: the request's fields.
    ///   - allowed: what the client may do (`Trust.allowance`, asked once per connection).
    ///   - rate: the route's rate; the listener's for requests that no route takes.
    ///   - generator: chance; a fresh root takes two words, a child takes one.
    public static func begin(
        _ fields: borrowing Fields,
        allowed: Trust.Allowance,
        rate: SampleRate,
        propagator: Propagator,
        model: SpanModel = .child,
        using generator: inout some RandomNumberGenerator
    ) -> TraceEntry {
        if fields.present & SteeringFields.allMask == 0 {
            return fresh(rate: rate, using: &generator)
        }
        let extraction = propagator.extract(from: fields)
        let override = SampleOverride(fields)
        return begin(
            extraction,
            override: override,
            present: SteeringFields(present: fields.present),
            allowed: allowed,
            rate: rate,
            model: model,
            using: &generator
        )
    }

    /// The common case: nothing was sent, so a root is minted and the route decides.
    private static func fresh(rate: SampleRate, using generator: inout some RandomNumberGenerator) -> TraceEntry {
        let root = root(decision: .deferred, using: &generator)
        return TraceEntry(
            root,
            inputs: .init(
                allowed: [],
                override: .absent,
                incoming: .deferred,
                rate: rate,
                randomness: root.traceID.randomness
            ),
            extraction: .absent,
            isContinued: false,
            sharesSpan: false,
            present: []
        )
    }

    /// The same from what was read, for callers that read it themselves.
    public static func begin(
        _ extraction: Extraction,
        override: SampleOverride,
        present: SteeringFields,
        allowed: Trust.Allowance,
        rate: SampleRate,
        model: SpanModel = .child,
        using generator: inout some RandomNumberGenerator
    ) -> TraceEntry {
        let isContinued = extraction.outcome == .context && allowed.contains(.parent)
        let incoming = extraction.context
        let own: TraceContext
        if !isContinued {
            own = root(decision: incoming.decision, using: &generator)
        } else if model == .shared {
            own = incoming
        } else {
            own = incoming.child(.random(using: &generator))
        }
        return TraceEntry(
            own,
            inputs: .init(
                allowed: allowed,
                override: override,
                incoming: incoming.decision,
                rate: rate,
                randomness: own.randomness
            ),
            extraction: extraction,
            isContinued: isContinued,
            sharesSpan: isContinued && model == .shared && incoming.decision != .deferred,
            present: present
        )
    }

    private init(
        _ own: TraceContext,
        inputs: SamplingDecision.Inputs,
        extraction: Extraction,
        isContinued: Bool,
        sharesSpan: Bool,
        present: SteeringFields
    ) {
        verdict = SamplingDecision.decide(inputs)
        var context = own
        context.decision = verdict.decision
        self.context = context
        self.extraction = extraction
        self.isContinued = isContinued
        isShared = sharesSpan
        isPlain = present.isEmpty
        refused = present.isEmpty ? [] : present.subtracting(Self.permitted(inputs.allowed))
        hasUnreadableOverride = inputs.override == .unreadable && inputs.allowed.contains(.sample)
    }

    /// A root: its span id is the low half of its trace id, a convention of Zipkin's own tracer that helps the eye.
    private static func root(
        decision: Decision,
        using generator: inout some RandomNumberGenerator
    ) -> TraceContext {
        let traceID = TraceID.random(using: &generator)
        return TraceContext(
            traceID: traceID,
            spanID: SpanID(traceID.low),
            decision: decision,
            hasRandomFlag: true
        )
    }

    /// The groups that a client with this allowance may use.
    private static func permitted(_ allowed: Trust.Allowance) -> SteeringFields {
        var permitted: SteeringFields = []
        if allowed.contains(.parent) { permitted.formUnion([.b3, .w3c, .linkerdContext, .baggage]) }
        if allowed.contains(.sample) { permitted.insert(.sample) }
        if allowed.contains(.dtab) { permitted.insert(.dtab) }
        return permitted
    }

    /// The threshold that the caller noted, when its trace is continued.
    var incomingThreshold: UInt64? { isContinued ? extraction.incomingThreshold : nil }

    /// The caller's `tracestate` goes on to the upstream.
    var continuesTraceState: Bool { isContinued && extraction.hasTraceState }

    /// The caller's trace id when it was not believed, for a tag that links the two traces.
    public var foreignTraceID: TraceID? {
        !isContinued && extraction.outcome == .context ? extraction.context.traceID : nil
    }
}
