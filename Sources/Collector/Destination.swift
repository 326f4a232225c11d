// Where do spans go?

/// One destination: its name in logs and metrics, its bounds, and how a message is sent there.
public struct Destination: Sendable {
    /// Sends one message and tells how it ended. Never throws, takes no longer than the destination's attempt timeout,
    /// and ends early when its task is cancelled.
    public typealias Transport = @Sendable (ExportBatch) async -> DeliveryOutcome

    /// The metric's label, such as the URL without its query.
    public let name: String
    public let limits: DeliveryLimits
    public let send: Transport

    public init(name: String, limits: DeliveryLimits = DeliveryLimits(), send: @escaping Transport) {
        self.name = name
        self.limits = limits
        self.send = send
    }
}
