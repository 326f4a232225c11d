// What do we accept on one address?

import Telemetry

/// One `listen` block.
public struct ListenerConfig: Sendable {
    public var address: ListenAddress
    /// nil for plain text.
    public var tls: TLSConfig?
    /// In order of preference, which ALPN follows; never empty. `.h2` only with TLS, `.h2c` only without.
    public var protocols: [HTTPProtocol]
    /// Whether every connection comes from a trusted range and begins with a PROXY header.
    public var proxyProtocol: Bool
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
        protocols: [HTTPProtocol]? = nil,
        proxyProtocol: Bool = false,
        limits: LimitsConfig = LimitsConfig(),
        hosts: [HostConfig] = [],
        redirectHTTPS: Bool = false,
        sample: SampleRate = TracingConfig.defaultSample,
        place: SourcePlace = SourcePlace(file: "", line: 1, column: 1)
    ) {
        self.address = address
        self.tls = tls
        self.protocols = protocols ?? ListenerConfig.protocols(withTLS: tls != nil)
        self.proxyProtocol = proxyProtocol
        self.limits = limits
        self.hosts = hosts
        self.redirectHTTPS = redirectHTTPS
        self.sample = sample
        self.place = place
    }

    /// What a listener speaks that does not say.
    public static func protocols(withTLS: Bool) -> [HTTPProtocol] { withTLS ? [.h2, .http11] : [.http11] }
}
