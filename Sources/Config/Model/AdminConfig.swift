// Where does the admin window listen?

import Bytes

/// The admin listener.
public struct AdminConfig: Sendable, Equatable {
    /// Where the admin API listens; nil after `admin off`.
    public var address: ListenAddress?

    public init(address: ListenAddress? = .ip(.loopback4, port: 9990)) {
        self.address = address
    }
}
