// What does the operator want to know first?

import Bytes
import Config
import Proxy
import Wire

/// The one line that says that all is up, and where to look.
struct ReadyLine {
    let text: String

    init(_ gateway: Gateway) {
        let workers = "\(gateway.workerCount) worker\(gateway.workerCount == 1 ? "" : "s")"
        var parts = ["\(Version.text) ready: \(Self.listeners(gateway).joined(separator: " ")) (\(workers))"]
        if let admin = gateway.adminAddress {
            parts.append("admin \(admin.port == nil ? "" : "http://")\(admin.shown)")
            let option = admin.fromHere == Self.usualAdmin ? "" : " --admin \(admin.fromHere)"
            parts.append("see traces with: \(CommandLine.arguments[0]) traces\(option)")
        }
        text = parts.joined(separator: "; ") + "\n"
    }

    static var usualAdmin: SocketAddress { .ip(.loopback4, port: 9990) }

    private static func listeners(_ gateway: Gateway) -> [String] {
        zip(gateway.plan.config.listeners, gateway.addresses).map { listener, address in
            if case .unix = address { return "\(address)" }
            return "\(listener.tls == nil ? "http" : "https")://\(address.shown)"
        }
    }
}
