// Where does the window get what it shows?

import Archive
import Telemetry

/// Everything that the admin's API reads, and the one thing it writes, as values and closures.
///
/// The front door fills it in; tests fill in what they like. Closures are called on the admin's loop, for each request.
public struct AdminSources: Sendable {
    /// Whether traffic is wanted now.
    public var readiness: @Sendable () -> AdminReadiness
    /// The whole page of metrics, with its content type.
    public var metrics: @Sendable () -> (type: String, page: [UInt8])
    /// The routes in effect, in the order in which they are tried.
    public var routes: @Sendable () -> [AdminRouteRow]
    /// The text of the configuration in effect.
    public var configText: @Sendable () -> String
    /// Where traces are looked up; nil when none are kept.
    public var traces: TraceStore?
    /// Brings what is still on its way into `traces`; asked before traces are looked up, so that a request that was
    /// answered can be found.
    public var gatherSpans: @Sendable () async -> Void
    /// Takes spans that services send. They count as taken when it returns; what it drops, it counts.
    public var keepSpans: @Sendable ([ZipkinSpan]) -> Void
    /// Milliseconds since 1970, for searches that say no end.
    public var nowMilliseconds: @Sendable () -> Int64
    /// The largest span message after decompression, in bytes.
    public var spanBytes: Int

    public init(
        readiness: @escaping @Sendable () -> AdminReadiness,
        metrics: @escaping @Sendable () -> (type: String, page: [UInt8]),
        routes: @escaping @Sendable () -> [AdminRouteRow],
        configText: @escaping @Sendable () -> String,
        traces: TraceStore?,
        gatherSpans: @escaping @Sendable () async -> Void = {},
        keepSpans: @escaping @Sendable ([ZipkinSpan]) -> Void,
        nowMilliseconds: @escaping @Sendable () -> Int64,
        spanBytes: Int = ZipkinJSONReader.defaultLimit
    ) {
        self.readiness = readiness
        self.metrics = metrics
        self.routes = routes
        self.configText = configText
        self.traces = traces
        self.gatherSpans = gatherSpans
        self.keepSpans = keepSpans
        self.nowMilliseconds = nowMilliseconds
        self.spanBytes = spanBytes
    }
}
