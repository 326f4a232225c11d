// Which services does the demo have?

import ArgumentParser
import Bytes
import Wire

/// The two services of the demo.
enum DemoService: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Answers `Hello world`, the second half of which it asks for.
    case hello
    /// Answers `world`.
    case world

    /// Where the example configuration expects it.
    var usualAddress: SocketAddress {
        switch self {
        case .hello: .ip(.loopback4, port: 8081)
        case .world: .ip(.loopback4, port: 8082)
        }
    }
}
