// Is the gateway well?

import Connection
import HTTP

/// What orchestrators ask: whether to restart the process, and whether to send it traffic.
enum HealthAPI {
    static func live(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse { .text(.ok, "live\n") }

    static func ready(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        let readiness = sources.readiness()
        return .text(readiness == .ready ? .ok : .serviceUnavailable, readiness.rawValue + "\n")
    }

    /// Zipkin's shape (`ZipkinHealthController`).
    static func health(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        let isReady = sources.readiness() == .ready
        let state = isReady ? "UP" : "DOWN"
        let text = #"{"status":"\#(state)","zipkin":{"status":"\#(state)","details":{}}}"#
        return .json(isReady ? .ok : .serviceUnavailable, Array(text.utf8))
    }
}
