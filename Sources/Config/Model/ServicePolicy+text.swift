// How is a service's patience told to somebody who met its end?

extension ServicePolicy {
    /// The times that an exchange can run into.
    public enum Patience: Sendable {
        case total, firstByte, idle, tunnelIdle
    }

    /// The value as gateway.conf writes it: `15s`; `off` where there is no bound.
    public func text(of patience: Patience) -> String {
        switch patience {
        case .total: timeout.map(DurationText.text) ?? "off"
        case .firstByte: DurationText.text(firstByte)
        case .idle: idle.map(DurationText.text) ?? "off"
        case .tunnelIdle: DurationText.text(tunnelIdle)
        }
    }
}
