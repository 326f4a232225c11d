// Where can a request of this destination go, and over which connection?

import Time
import Wire

/// One destination as one worker sees it: its endpoints with their idle connections, and who waits.
public struct Cluster: ~Copyable {
    public var endpoints: ContiguousArray<Endpoint>
    public var pending: PendingQueue
    /// Idle connections kept, over all endpoints of this cluster on this worker.
    public let poolLimit: Int
    public private(set) var idleCount = 0

    public init(addresses: [SocketAddress], poolLimit: Int, queueLimit: Int) {
        endpoints = ContiguousArray(addresses.map { Endpoint(address: $0) })
        pending = PendingQueue(limit: queueLimit)
        self.poolLimit = poolLimit
    }

    /// The endpoint for the next attempt, or nil when there is none; `bits` is chance.
    public func pick(avoiding: Int? = nil, bits: UInt64) -> Int? {
        PowerOfTwo.pick(from: endpoints, avoiding: avoiding, bits: bits)
    }

    /// Takes an idle connection to `endpoint`, if there is one.
    public mutating func leaseIdle(_ endpoint: Int) -> UInt32? {
        guard let connection = endpoints[endpoint].popIdle() else { return nil }
        idleCount -= 1
        return connection
    }

    /// Keeps an idle connection.
    /// - Returns: false when the pool is full and the connection must be closed.
    public mutating func keepIdle(_ connection: UInt32, endpoint: Int) -> Bool {
        guard idleCount < poolLimit else { return false }
        endpoints[endpoint].pushIdle(connection)
        idleCount += 1
        return true
    }

    /// Forgets an idle connection that died or grew too old.
    public mutating func dropIdle(_ connection: UInt32, endpoint: Int) {
        endpoints[endpoint].removeIdle(connection)
        idleCount -= 1
    }
}
