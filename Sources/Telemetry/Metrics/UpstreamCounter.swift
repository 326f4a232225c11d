// What a worker counts for one upstream.

/// One plain slot of an upstream's block; attempts by status class and their latency lie beside these.
public enum UpstreamCounter: Int, CaseIterable, Hashable, Sendable {
    case inFlight
    case queued
    case queueRefused
    case queueTimedOut
    case connectionsOpen
    case connectionsIdle
    case connectsMade
    case connectsFailed
    case connectsTimedOut
    case tlsFailed
    case connectionsReused
    case retries
    case firstByteTimedOut
    case idleTimedOut
    case totalTimedOut
    case deadlinesPassed
    case resets
    case badResponses
    case bytesSent
    case bytesReceived
}
