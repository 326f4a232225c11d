// How much trouble may one HTTP/2 connection make before it is ended?

/// The `misbehaviour` limit: a balance of points, and what each kind of trouble takes from it.
public struct MisbehaviourConfig: Sendable, Equatable {
    /// The points of a fresh connection, and the most that it can have.
    public var points: Int
    /// The points that come back each second.
    public var refillPerSecond: Int
    /// A stream that the client resets before its answer is complete.
    public var reset: Int
    /// A stream that had to be refused or reset by us: a malformed request, a fault on a stream.
    public var refusal: Int
    /// A PING, SETTINGS, PRIORITY or WINDOW_UPDATE frame, or one of an unknown type.
    public var control: Int
    /// A DATA, HEADERS or CONTINUATION frame that carries nothing.
    public var empty: Int
    /// A thousand DATA frames that carry fewer than 16 bytes each and to which nothing was said.
    public var tiny: Int
    /// A CONTINUATION frame.
    public var continuation: Int

    public init(
        points: Int = 500,
        refillPerSecond: Int = 50,
        reset: Int = 5,
        refusal: Int = 10,
        control: Int = 1,
        empty: Int = 2,
        tiny: Int = 2,
        continuation: Int = 5
    ) {
        self.points = points
        self.refillPerSecond = refillPerSecond
        self.reset = reset
        self.refusal = refusal
        self.control = control
        self.empty = empty
        self.tiny = tiny
        self.continuation = continuation
    }
}
