// How is a service's patience told to somebody who met its end?

extension ServicePolicy {
    /// The times that an exchange can run into.
    public enum Patience: Sendable {
        case total, firstByte, idle
    }

    /// The value as gateway.conf writes it: `15s`.
    public func text(of patience: Patience) -> String {
        switch patience {
        case .total: DurationText.text(timeout)
        case .firstByte: DurationText.text(firstByte)
        case .idle: DurationText.text(idle)
        }
    }
}
