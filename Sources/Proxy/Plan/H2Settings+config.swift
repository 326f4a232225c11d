// How does the file shape our end of a client's HTTP/2 connection?

import Config
import HTTP
import Wire

extension H2Settings {
    init(_ listener: ListenerConfig) {
        let limits = listener.limits
        self.init(
            streams: UInt32(clamping: limits.streams),
            window: UInt32(clamping: limits.window),
            connectionWindow: UInt32(clamping: limits.window * 4),
            headBytes: UInt32(clamping: limits.headBytes),
            fields: UInt32(clamping: limits.fields),
            allowsConnect: listener.hosts.contains { $0.routes.contains(where: \.websocket) }
        )
    }
}

extension H2MisbehaviourBudget {
    init(_ config: MisbehaviourConfig) {
        self.init()
        points = config.points
        refillPerSecond = config.refillPerSecond
        reset = config.reset
        refusal = config.refusal
        control = config.control
        empty = config.empty
        tiny = config.tiny
        continuation = config.continuation
    }
}

extension HTTPProtocol {
    /// Its name while TLS is negotiated; nil for what is not negotiated.
    var application: ApplicationProtocol? {
        switch self {
        case .http11: .http11
        case .h2: .h2
        case .h2c: nil
        }
    }
}
