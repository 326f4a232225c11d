// What does one worker know of one address of a cluster?

import Wire

/// One address of a cluster, as one worker sees it: its load and its idle connections.
public struct Endpoint: Sendable {
    public let address: SocketAddress
    /// Requests that this worker has given to the endpoint and that have not ended.
    public var inFlight = 0
    /// Idle connections, the one used last on top: the fewest connections stay warm and the rest grow old together.
    private var idle: ContiguousArray<UInt32> = []

    /// HTTP/2 connections, each of which many exchanges may use at once.
    public var multiplexed: ContiguousArray<UInt32> = []
    /// Connections that are being made.
    public var dialing = 0
    /// HTTP/2 connections whose server has not said yet how many streams it allows.
    public var settling = 0
    /// Whether a connection that many can share is on its way.
    public var isPreparing: Bool { dialing + settling > 0 }
    /// Whether the endpoint is known to speak HTTP/2, so that one connection will do for many who wait.
    public var speaksH2 = false

    public init(address: SocketAddress) { self.address = address }

    public var idleCount: Int { idle.count }

    /// Takes the connection that was used last.
    public mutating func popIdle() -> UInt32? { idle.popLast() }

    public mutating func pushIdle(_ connection: UInt32) { idle.append(connection) }

    /// Takes a connection that died or grew too old out of the middle.
    public mutating func removeIdle(_ connection: UInt32) {
        if let place = idle.lastIndex(of: connection) { idle.remove(at: place) }
    }
}
