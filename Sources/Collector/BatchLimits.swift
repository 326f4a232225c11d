// When is a batch full?

/// The bounds of one message. A plain value.
public struct BatchLimits: Hashable, Sendable {
    public var spans: Int
    /// Of the whole message, brackets and commas included. A span that alone is larger is dropped.
    public var bytes: Int
    /// From the first span put in to the sending.
    public var age: Duration

    /// Zipkin's reporters send at most 500 kB, once a second.
    public init(spans: Int = 512, bytes: Int = 500_000, age: Duration = .seconds(1)) {
        precondition(spans > 0 && bytes > 2, "A batch must be able to hold a span.")
        self.spans = spans
        self.bytes = bytes
        self.age = age
    }
}
