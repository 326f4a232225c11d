// Which socket address does a `listen` or `admin` line mean, seen from inside and from outside?

import Bytes
import Config
import Wire

extension SocketAddress {
    init(listening address: ListenAddress) {
        switch address {
        case .ip(let ip, let port): self = .ip(ip, port: port)
        case .any(let port): self = .ip(SocketAddress.anyHost, port: port)
        case .unix(let path): self = .unix(path)
        }
    }

    /// How it is shown: `*:8080` for whoever listens everywhere, IPv4 and IPv6.
    var shown: String { ip == SocketAddress.anyHost ? "*:\(port ?? 0)" : description }

    /// Where this machine reaches it: whoever listens everywhere is called at home.
    var fromHere: SocketAddress { ip == SocketAddress.anyHost ? .ip(.loopback4, port: port ?? 0) : self }
}
