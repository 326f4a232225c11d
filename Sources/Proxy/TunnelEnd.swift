// What ended a tunnel?

import Telemetry

enum TunnelEnd: UInt8, CaseIterable, Sendable {
    /// The client was the first to say that it has said everything.
    case clientClosed
    case upstreamClosed
    case clientReset
    case upstreamReset
    /// The client took nothing for longer than `limits.write-idle`.
    case clientStalled
    /// Nothing went either way for as long as `service.tunnel-idle`.
    case idle
    /// The gateway stopped.
    case drained

    /// The value of the tag `tunnel.end` and of the label `end`.
    var label: StaticString {
        switch self {
        case .clientClosed: "client_closed"
        case .upstreamClosed: "upstream_closed"
        case .clientReset: "client_reset"
        case .upstreamReset: "upstream_reset"
        case .clientStalled: "client_stalled"
        case .idle: "idle"
        case .drained: "drained"
        }
    }

    /// What a Close frame of ours gives as its reason.
    var reason: StaticString { self == .idle ? "nothing was said for too long" : "the gateway stops" }

    var counter: WorkerCounter {
        switch self {
        case .clientClosed: .tunnelsClosedByClient
        case .upstreamClosed: .tunnelsClosedByUpstream
        case .clientReset: .tunnelsResetByClient
        case .upstreamReset: .tunnelsResetByUpstream
        case .clientStalled: .tunnelsStalled
        case .idle: .tunnelsIdle
        case .drained: .tunnelsDrained
        }
    }

    /// Whether a side left without a word, so that the other must not take what it has for whole.
    var isBroken: Bool { self == .clientReset || self == .upstreamReset || self == .clientStalled }
}
