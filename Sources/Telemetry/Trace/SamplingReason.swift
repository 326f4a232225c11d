// Why a trace is kept or not.

/// The last word in a sampling decision: label of the metrics and value of the tag `sampler.type`.
public enum SamplingReason: UInt8, CaseIterable, Hashable, Sendable {
    /// The route's rate, compared with the trace id; also at 100 %.
    case probabilistic
    /// The route's rate is 0.
    case never
    /// A trusted caller's context decided.
    case parent
    /// A trusted caller's context insists.
    case debug
    /// `l5d-sample` with a rate between 0 and 1, compared with the trace id.
    case override
    /// `l5d-sample: 1`.
    case forced
    /// `l5d-sample: 0`.
    case hidden

    public var name: StaticString {
        switch self {
        case .probabilistic: "probabilistic"
        case .never: "never"
        case .parent: "parent"
        case .debug: "debug"
        case .override: "override"
        case .forced: "forced"
        case .hidden: "hidden"
        }
    }

    /// Whether a rate was compared, so that `sampler.param` has something to say.
    public var hasRate: Bool {
        switch self {
        case .probabilistic, .never, .override, .forced, .hidden: true
        case .parent, .debug: false
        }
    }
}
