// How much misbehaviour one connection of HTTP/2 may spend.

/// The numbers of `limits.misbehaviour`, in points. A plain value.
public struct H2MisbehaviourBudget: Sendable, Equatable {
    /// The most points there can be, and how many a connection begins with.
    public var points = 500
    /// `refill`: points that come back each second.
    public var refillPerSecond = 50
    /// `reset`: what it costs when the peer resets a stream before its answer is complete.
    public var reset = 5
    /// `refusal`: what a stream costs that had to be refused or reset by us.
    public var refusal = 10
    /// `control`: what a PING, SETTINGS, PRIORITY, WINDOW_UPDATE, GOAWAY, RST_STREAM or unknown frame costs.
    public var control = 1
    /// `empty`: what a frame of DATA, HEADERS or CONTINUATION costs that carries nothing.
    public var empty = 2
    /// `tiny`: what a thousand DATA frames cost that carry fewer than `H2FrameGuard.tinyBytes` each.
    public var tiny = 2
    /// `continuation`: what each CONTINUATION frame costs.
    public var continuation = 5

    /// The numbers that stand when the configuration has none.
    public init() {}

    /// What one misbehaviour of that kind costs.
    func cost(of kind: H2Misbehaviour) -> Int {
        switch kind {
        case .reset: reset
        case .refusal: refusal
        case .ping, .settings, .priority, .windowUpdate, .goAway, .unknownFrame: control
        case .emptyFrame: empty
        case .tinyFrame: tiny
        case .continuation: continuation
        case .headerBlock: points
        }
    }
}
