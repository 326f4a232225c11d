// Which socket address does a `listen` or `admin` line mean?

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
}
