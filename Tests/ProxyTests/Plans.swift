// How does a test get a plan from a few lines of configuration?

import Bytes
import Config
import Testing
import Wire

@testable import Proxy

/// The plan of a gateway.conf; every host name is at 192.0.2.1 but `nowhere`, which does not resolve.
func plan(_ text: String) throws -> Plan {
    let outcome = ConfigFile.load(text: text, source: .disk)
    let config = try #require(outcome.config, "\(outcome.diagnostics)")
    return try Plan.compile(config) { (name, port) throws(SystemError) in
        if name == "nowhere" { throw SystemError(call: "getaddrinfo", errno: 2) }
        return [.ip(IPAddress("192.0.2.1")!, port: port)]
    }
}
