// What does one line of the route table say?

/// One route in effect, in the words of the configuration. A plain value; empty texts are left out of what is shown.
public struct AdminRouteRow: Sendable, Hashable {
    /// The listener, such as `@https` or an address.
    public var listener: String
    /// The hosts, such as `shop.example.com` or `*`.
    public var host: String
    /// The path, such as `/cart/*`.
    public var path: String
    /// Further conditions, such as `method POST`.
    public var match: String
    /// Where it leads.
    public var destination: String
    /// The sampling in effect, such as `25%`, and where it was said.
    public var sample: String

    public init(
        listener: String,
        host: String,
        path: String,
        match: String = "",
        destination: String,
        sample: String = ""
    ) {
        self.listener = listener
        self.host = host
        self.path = path
        self.match = match
        self.destination = destination
        self.sample = sample
    }
}
