// Which facts of a span have a name.

/// A key of a tag: Zipkin's and OpenTelemetry's names where they exist, ours otherwise.
public enum SpanTag: UInt8, CaseIterable, Hashable, Sendable {
    case httpMethod
    /// The normalised path, never the query.
    case httpPath
    case httpStatus
    /// The pattern that matched, of low cardinality.
    case httpRoute
    case httpHost
    case requestBytes
    case responseBytes
    case userAgent
    /// Which try this CLIENT span is, from 1 on for the second.
    case resendCount
    case listener
    /// Host and pattern of the route, as the configuration has them.
    case route
    /// The logical name that the route leads to.
    case service
    /// The address that an attempt went to.
    case upstream
    /// Which override was honoured.
    case override
    /// The trace id that a client sent and that was not believed.
    case clientTraceID
    case protocolName
    case protocolVersion
    case tlsVersion
    case tlsServerName
    /// Who the client is by its verified certificate.
    case clientIdentity
    /// Its presence marks a failure; the value says which.
    case error
    case samplerType
    case samplerParam
    /// Some tags did not fit into the record.
    case truncated
    /// How a tunnel ended.
    case tunnelEnd
    /// Bytes that a tunnel carried from the client to the upstream.
    case tunnelReceived
    /// Bytes that a tunnel carried from the upstream to the client.
    case tunnelSent
    /// `grpc` for calls; absent otherwise.
    case rpcSystem
    case rpcService
    case rpcMethod
    /// How a gRPC call ended, as a number.
    case grpcStatus
    /// More about the error, where somebody has said more: OpenSSL about a handshake.
    case errorDetail

    /// The key as it is reported.
    public var name: StaticString {
        switch self {
        case .httpMethod: "http.method"
        case .httpPath: "http.path"
        case .httpStatus: "http.status_code"
        case .httpRoute: "http.route"
        case .httpHost: "http.host"
        case .requestBytes: "http.request.size"
        case .responseBytes: "http.response.size"
        case .userAgent: "user_agent.original"
        case .resendCount: "http.request.resend_count"
        case .listener: "headgate.listener"
        case .route: "headgate.route"
        case .service: "headgate.service"
        case .upstream: "headgate.upstream"
        case .override: "headgate.override"
        case .clientTraceID: "headgate.client.trace_id"
        case .protocolName: "network.protocol.name"
        case .protocolVersion: "network.protocol.version"
        case .tlsVersion: "tls.protocol.version"
        case .tlsServerName: "tls.server_name"
        case .clientIdentity: "headgate.client.identity"
        case .error: "error"
        case .samplerType: "sampler.type"
        case .samplerParam: "sampler.param"
        case .truncated: "headgate.truncated"
        case .tunnelEnd: "tunnel.end"
        case .tunnelReceived: "tunnel.bytes.received"
        case .tunnelSent: "tunnel.bytes.sent"
        case .rpcSystem: "rpc.system"
        case .rpcService: "rpc.service"
        case .rpcMethod: "rpc.method"
        case .grpcStatus: "rpc.grpc.status_code"
        case .errorDetail: "error.detail"
        }
    }
}
