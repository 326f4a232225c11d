// What has been decided about recording a trace.

/// The four sampling states of B3. Deferred is not deny: it leaves the decision to whoever receives it.
public enum Decision: UInt8, Hashable, Sendable {
    case deferred
    case deny
    case accept
    /// An accept that every later sampler should let pass.
    case debug

    /// Whether spans are recorded, or nil when that is still open.
    public var isSampled: Bool? {
        switch self {
        case .deferred: nil
        case .deny: false
        case .accept, .debug: true
        }
    }
}
