// How is a cluster's patience told to somebody who met its end?

extension ClusterPolicy {
    /// The connect timeout as gateway.conf writes it: `1s`.
    public var connectTimeoutText: String { DurationText.text(connectTimeout) }
}
