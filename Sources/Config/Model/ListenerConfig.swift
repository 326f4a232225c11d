// What do we accept on one address?

import Telemetry

/// One `listen` block.
public struct ListenerConfig: Sendable {
    public var address: ListenAddress
    /// nil for plain text.
    public var tls: TLSConfig?
    public var protocols: [HTTPProtocol]
    /// The limits that hold here before a route is known.
    public var limits: LimitsConfig
    /// In file order. Routes that stand in the `listen` block itself belong to a host with the pattern `.any`.
    public var hosts: [HostConfig]
    /// Whether the block says `redirect https`. Its catch-all routes are already in `hosts`.
    public var redirectHTTPS: Bool
    /// The rate for requests that no route takes.
    public var sample: SampleRate
    public var place: SourcePlace

    public init(
        address: ListenAddress,
        tls: TLSConfig? = nil,
        protocols: [HTTPProtocol] = [.http11],
        limits: LimitsConfig = LimitsConfig(),
        hosts: [HostConfig] = [],
        redirectHTTPS: Bool = false,
        sample: SampleRate = TracingConfig.defaultSample,
        place: SourcePlace = SourcePlace(file: "", line: 1, column: 1)
    ) {
        self.address = address
        self.tls = tls
        self.protocols = protocols
        self.limits = limits
        self.hosts = hosts
        self.redirectHTTPS = redirectHTTPS
        self.sample = sample
        self.place = place
    }
}
