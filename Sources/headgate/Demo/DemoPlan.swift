// How do the demo's services reach the gateway, and what should the newcomer try?

import Config
import Proxy
import Routing
import Upstream
import Wire

/// What the demo takes out of the configuration.
struct DemoPlan {
    /// The plain listener of the example configuration.
    static let usualGateway = "http://127.0.0.1:8080"

    /// Where hello finds world: the first plain listener.
    let gateway: ClientURL
    /// Where both report their spans; nil without an admin listener.
    let collector: ClientURL?
    /// Lines to try, and where to look afterwards.
    let guide: String

    init(_ running: Gateway) throws(CommandFault) {
        let listeners = zip(running.plan.config.listeners, running.addresses)
        guard let plain = listeners.first(where: { $0.0.tls == nil && $0.1.port != nil })?.1 else {
            throw CommandFault("the demo needs a listener without TLS, through which hello calls world")
        }
        gateway = try ServiceHost.url("http://\(plain.fromHere)")
        let admin = running.adminAddress.flatMap { $0.port == nil ? nil : $0.fromHere }
        collector = try admin.map { address throws(CommandFault) in
            try ServiceHost.url("http://\(address)/api/v2/spans")
        }
        let secure = listeners.first { $0.0.tls != nil && $0.1.port != nil }
        let front = secure.map { Front($0.0, $0.1) } ?? Front(plain: plain.fromHere)
        guide = DemoGuide(front: front, admin: admin).text
    }

    /// How curl reaches the listener for clients.
    struct Front {
        /// Such as `curl --cacert dev/cert.pem`.
        let command: String
        /// Such as `https://localhost:8443`.
        let origin: String

        init(plain address: SocketAddress) {
            command = "curl"
            origin = "http://\(address)"
        }

        /// The certificate is its own authority, as development certificates are; where it is for no exact name, curl is
        /// told not to look.
        init(_ listener: ListenerConfig, _ address: SocketAddress) {
            let certificate = listener.tls?.certificates.first
            let name = certificate?.names.lazy.map(\.description).first { !$0.contains("*") }
            if let certificate, let name, let port = address.port {
                command = "curl --cacert \(certificate.certPath)"
                origin = "https://\(name):\(port)"
            } else {
                command = "curl -k"
                origin = "https://\(address)"
            }
        }
    }
}
