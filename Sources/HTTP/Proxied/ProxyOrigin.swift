// For whom did a proxy open its connection?

/// What a PROXY protocol header says about the client.
public enum ProxyOrigin: Hashable, Sendable {
    /// LOCAL: the proxy itself opened the connection and speaks for nobody, to check health for example. The real
    /// address is that of the client.
    case sender
    /// The proxy relays for somebody whom it cannot name: UNKNOWN in version 1; in version 2 an unspecified family or
    /// transport, or a unix socket of the proxy's machine. Only the proxy's own address is known, and it is not that
    /// of the client, so nothing that the client says may be believed on its account.
    case unnamed
    /// The client, and the address of the proxy to which it had connected.
    case client(ProxyEndpoint, destination: ProxyEndpoint)
}
