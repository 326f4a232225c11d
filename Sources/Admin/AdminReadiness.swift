// Does the gateway want traffic?

/// What `/ready` says. The raw value is its text.
public enum AdminReadiness: String, Sendable, Hashable {
    /// Not all listeners are open yet.
    case starting
    case ready
    /// The gateway finishes what runs and takes nothing new.
    case draining
}
