// Which metrics there are, each declared once.

/// Every metric of the hot side: its name, its kind, its labels and one sentence of help.
///
/// The cold houses declare theirs with the same type and hand them to the same writer.
public enum MetricCatalogue {
    /// A metric as Prometheus knows it.
    public struct Metric: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable {
            case counter, gauge, histogram
        }

        /// Begins with `headgate_`, ends with its unit, and with `_total` when it only grows.
        public let name: String
        public let kind: Kind
        public let help: String

        public init(_ name: String, _ kind: Kind, _ help: String) {
            self.name = name
            self.kind = kind
            self.help = help
        }
    }

    public static let connections = Metric(
        "headgate_connections_total",
        .counter,
        "Client connections by what became of them."
    )
    public static let connectionsOpen = Metric(
        "headgate_connections_open",
        .gauge,
        "Client connections that are open."
    )
    public static let proxyHeaders = Metric(
        "headgate_proxy_headers_total",
        .counter,
        "Connections to listeners that want a PROXY header, by what came of it."
    )
    public static let handshakes = Metric(
        "headgate_tls_handshakes_total",
        .counter,
        "TLS handshakes of clients by how they ended."
    )
    public static let streams = Metric(
        "headgate_http2_streams_ended_early_total",
        .counter,
        "Streams of clients that were reset before their answer was complete, by who did it and why."
    )
    public static let misbehaviour = Metric(
        "headgate_http2_misbehaviour_total",
        .counter,
        "Client connections ended because limits.misbehaviour was spent, by what spent it last."
    )
    public static let connectionsEnded = Metric(
        "headgate_http2_connections_ended_total",
        .counter,
        "Client connections ended with a GOAWAY that names an error, by its code; misbehaviour is counted apart."
    )
    public static let refused = Metric(
        "headgate_requests_refused_total",
        .counter,
        "Requests refused by the gateway itself, by reason."
    )
    public static let tunnelsOpen = Metric(
        "headgate_tunnels_open",
        .gauge,
        "Tunnels that are open: WebSocket, over either protocol."
    )
    public static let tunnels = Metric(
        "headgate_tunnels_ended_total",
        .counter,
        "Tunnels that ended, by what ended them."
    )
    public static let contexts = Metric(
        "headgate_trace_contexts_total",
        .counter,
        "Requests by how their trace began here."
    )
    public static let contextsMalformed = Metric(
        "headgate_trace_contexts_malformed_total",
        .counter,
        "Trace contexts that could not be read, by format."
    )
    public static let contextsDisagreeing = Metric(
        "headgate_trace_contexts_disagreeing_total",
        .counter,
        "Requests whose formats named different traces."
    )
    public static let steeringRefused = Metric(
        "headgate_steering_refused_total",
        .counter,
        "Requests of untrusted clients with fields that steer, by field."
    )
    public static let overrides = Metric(
        "headgate_sampling_overrides_total",
        .counter,
        "l5d-sample of trusted clients by what became of it."
    )
    public static let spans = Metric(
        "headgate_spans_recorded_total",
        .counter,
        "Spans of sampled requests by what became of them at the worker."
    )
    public static let logLines = Metric(
        "headgate_access_log_lines_total",
        .counter,
        "Access log lines by what became of them at the worker."
    )
    public static let bytes = Metric(
        "headgate_client_content_bytes_total",
        .counter,
        "Content bytes of requests and answers, without heads and framing, by direction."
    )

    public static let requests = Metric(
        "headgate_requests_total",
        .counter,
        "Requests that ended, by route and status class."
    )
    public static let requestsInFlight = Metric(
        "headgate_requests_in_flight",
        .gauge,
        "Requests under way, by route."
    )
    public static let requestDuration = Metric(
        "headgate_request_duration_seconds",
        .histogram,
        "From the first byte of a request to the last of its answer."
    )
    public static let decisions = Metric(
        "headgate_sampling_decisions_total",
        .counter,
        "Sampling decisions by route, reason and verdict."
    )

    public static let calls = Metric(
        "headgate_grpc_calls_total",
        .counter,
        "gRPC calls that ended, by route and gRPC status."
    )

    public static let attempts = Metric(
        "headgate_upstream_attempts_total",
        .counter,
        "Attempts that ended, by upstream and status class."
    )
    public static let attemptDuration = Metric(
        "headgate_upstream_attempt_duration_seconds",
        .histogram,
        "From the choice of an endpoint to the end of its answer."
    )
    public static let upstreamInFlight = Metric(
        "headgate_upstream_in_flight",
        .gauge,
        "Attempts under way, by upstream."
    )
    public static let upstreamQueued = Metric(
        "headgate_upstream_queued",
        .gauge,
        "Requests that wait for a connection, by upstream."
    )
    public static let upstreamConnections = Metric(
        "headgate_upstream_connections",
        .gauge,
        "Connections to an upstream by state."
    )
    public static let upstreamConnects = Metric(
        "headgate_upstream_connects_total",
        .counter,
        "Connections needed for attempts, by how they were had."
    )
    public static let upstreamFailures = Metric(
        "headgate_upstream_failures_total",
        .counter,
        "Attempts that failed, by reason."
    )
    public static let upstreamRetries = Metric(
        "headgate_upstream_retries_total",
        .counter,
        "Attempts after the first, by upstream."
    )
    public static let upstreamBytes = Metric(
        "headgate_upstream_content_bytes_total",
        .counter,
        "Content bytes sent to an upstream, and of its answers that were passed on, by direction."
    )

    /// To which metric a worker's slot belongs, and with which label.
    static func place(of counter: WorkerCounter) -> (metric: Metric, label: String?, value: String) {
        switch counter {
        case .connectionsAccepted: (connections, "event", "accepted")
        case .connectionsOpen: (connectionsOpen, nil, "")
        case .connectionsRefusedLimit: (connections, "event", "refused_limit")
        case .connectionsClosedIdle: (connections, "event", "closed_idle")
        case .connectionsReset: (connections, "event", "reset")
        case .acceptFailures: (connections, "event", "accept_failed")
        case .proxyHeadersTaken: (proxyHeaders, "result", "taken")
        case .proxyHeadersLocal: (proxyHeaders, "result", "local")
        case .proxyHeadersUnnamed: (proxyHeaders, "result", "unnamed")
        case .proxyHeadersUntrusted: (proxyHeaders, "result", "untrusted")
        case .proxyHeadersMissing: (proxyHeaders, "result", "missing")
        case .proxyHeadersMalformed: (proxyHeaders, "result", "malformed")
        case .proxyHeadersCut: (proxyHeaders, "result", "cut")
        case .proxyHeadersTimedOut: (proxyHeaders, "result", "timed_out")
        case .tlsHandshakesFull: (handshakes, "result", "full")
        case .tlsHandshakesResumed: (handshakes, "result", "resumed")
        case .tlsHandshakesFailed: (handshakes, "result", "failed")
        case .tlsHandshakesWithoutCertificate: (handshakes, "result", "client_certificate_missing")
        case .tlsHandshakesExpiredCertificate: (handshakes, "result", "client_certificate_expired")
        case .tlsHandshakesStrangeCertificate: (handshakes, "result", "client_certificate_unknown_authority")
        case .tlsHandshakesBadCertificate: (handshakes, "result", "client_certificate_invalid")
        case .tlsHandshakesTimedOut: (handshakes, "result", "timed_out")
        case .streamsResetByClient: (streams, "how", "reset_by_client")
        case .streamsResetByGateway: (streams, "how", "reset_by_gateway")
        case .streamsStalled: (streams, "how", "stalled")
        case .misbehaviourReset: (misbehaviour, "reason", "reset")
        case .misbehaviourRefusal: (misbehaviour, "reason", "refusal")
        case .misbehaviourPing: (misbehaviour, "reason", "ping")
        case .misbehaviourSettings: (misbehaviour, "reason", "settings")
        case .misbehaviourPriority: (misbehaviour, "reason", "priority")
        case .misbehaviourWindowUpdate: (misbehaviour, "reason", "window_update")
        case .misbehaviourGoAway: (misbehaviour, "reason", "goaway")
        case .misbehaviourUnknownFrame: (misbehaviour, "reason", "unknown_frame")
        case .misbehaviourEmptyFrame: (misbehaviour, "reason", "empty_frame")
        case .misbehaviourTinyFrame: (misbehaviour, "reason", "tiny_frame")
        case .misbehaviourContinuation: (misbehaviour, "reason", "continuation")
        case .misbehaviourHeaderBlock: (misbehaviour, "reason", "header_block")
        case .endedProtocolError: (connectionsEnded, "code", "protocol_error")
        case .endedInternalError: (connectionsEnded, "code", "internal_error")
        case .endedFlowControlError: (connectionsEnded, "code", "flow_control_error")
        case .endedStreamClosed: (connectionsEnded, "code", "stream_closed")
        case .endedFrameSizeError: (connectionsEnded, "code", "frame_size_error")
        case .endedCompressionError: (connectionsEnded, "code", "compression_error")
        case .endedEnhanceYourCalm: (connectionsEnded, "code", "enhance_your_calm")
        case .refusedMalformed: (refused, "reason", "malformed")
        case .refusedHeadTooLarge: (refused, "reason", "head_too_large")
        case .refusedTooManyFields: (refused, "reason", "too_many_fields")
        case .refusedTargetTooLong: (refused, "reason", "target_too_long")
        case .refusedBodyTooLarge: (refused, "reason", "body_too_large")
        case .refusedHeadTimeout: (refused, "reason", "head_timeout")
        case .refusedBodyTimeout: (refused, "reason", "body_timeout")
        case .refusedMisdirected: (refused, "reason", "misdirected")
        case .refusedUnroutable: (refused, "reason", "unroutable")
        case .refusedMethod: (refused, "reason", "method")
        case .refusedVersion: (refused, "reason", "version")
        case .refusedDrained: (refused, "reason", "drained")
        case .refusedUpgrade: (refused, "reason", "upgrade")
        case .tunnelsOpen: (tunnelsOpen, nil, "")
        case .tunnelsClosedByClient: (tunnels, "end", "client_closed")
        case .tunnelsClosedByUpstream: (tunnels, "end", "upstream_closed")
        case .tunnelsResetByClient: (tunnels, "end", "client_reset")
        case .tunnelsResetByUpstream: (tunnels, "end", "upstream_reset")
        case .tunnelsStalled: (tunnels, "end", "client_stalled")
        case .tunnelsIdle: (tunnels, "end", "idle")
        case .tunnelsDrained: (tunnels, "end", "drained")
        case .contextContinued: (contexts, "outcome", "continued")
        case .contextRestarted: (contexts, "outcome", "restarted")
        case .contextMinted: (contexts, "outcome", "minted")
        case .contextMalformedB3: (contextsMalformed, "format", "b3")
        case .contextMalformedB3Multi: (contextsMalformed, "format", "b3multi")
        case .contextMalformedW3C: (contextsMalformed, "format", "w3c")
        case .contextDisagreeing: (contextsDisagreeing, nil, "")
        case .steeringRefusedB3: (steeringRefused, "field", "b3")
        case .steeringRefusedW3C: (steeringRefused, "field", "w3c")
        case .steeringRefusedSample: (steeringRefused, "field", "l5d-sample")
        case .steeringRefusedDtab: (steeringRefused, "field", "l5d-dtab")
        case .steeringRefusedLinkerdContext: (steeringRefused, "field", "l5d-ctx")
        case .steeringRefusedBaggage: (steeringRefused, "field", "baggage")
        case .steeringRefusedForwarded: (steeringRefused, "field", "forwarded")
        case .steeringRefusedForeign: (steeringRefused, "field", "foreign")
        case .overrideHonoured: (overrides, "result", "honoured")
        case .overrideUnreadable: (overrides, "result", "unreadable")
        case .spansSampled: (spans, "result", "written")
        case .spansDroppedRingFull: (spans, "result", "dropped_ring_full")
        case .logLinesWritten: (logLines, "result", "written")
        case .logLinesDroppedRingFull: (logLines, "result", "dropped_ring_full")
        case .bytesReceived: (bytes, "direction", "received")
        case .bytesSent: (bytes, "direction", "sent")
        }
    }

    /// To which metric an upstream's slot belongs, and with which label beside `upstream`.
    static func place(of counter: UpstreamCounter) -> (metric: Metric, label: String?, value: String) {
        switch counter {
        case .inFlight: (upstreamInFlight, nil, "")
        case .queued: (upstreamQueued, nil, "")
        case .queueRefused: (upstreamFailures, "reason", "queue_full")
        case .queueTimedOut: (upstreamFailures, "reason", "queue_timeout")
        case .connectionsOpen: (upstreamConnections, "state", "open")
        case .connectionsIdle: (upstreamConnections, "state", "idle")
        case .connectsMade: (upstreamConnects, "how", "connected")
        case .connectionsReused: (upstreamConnects, "how", "reused")
        case .connectsFailed: (upstreamFailures, "reason", "connect_refused")
        case .connectsTimedOut: (upstreamFailures, "reason", "connect_timeout")
        case .tlsFailed: (upstreamFailures, "reason", "tls")
        case .retries: (upstreamRetries, nil, "")
        case .firstByteTimedOut: (upstreamFailures, "reason", "first_byte_timeout")
        case .idleTimedOut: (upstreamFailures, "reason", "idle_timeout")
        case .totalTimedOut: (upstreamFailures, "reason", "total_timeout")
        case .deadlinesPassed: (upstreamFailures, "reason", "deadline_passed")
        case .resets: (upstreamFailures, "reason", "reset")
        case .badResponses: (upstreamFailures, "reason", "bad_response")
        case .bytesSent: (upstreamBytes, "direction", "sent")
        case .bytesReceived: (upstreamBytes, "direction", "received")
        }
    }
}
