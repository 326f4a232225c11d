// Why a stream or a connection of HTTP/2 ended.

/// The error codes of RST_STREAM and GOAWAY (RFC 9113, 7).
public enum H2ErrorCode: UInt32, Error, Sendable, Hashable, CaseIterable {
    case noError = 0x0
    case protocolError = 0x1
    case internalError = 0x2
    case flowControlError = 0x3
    case settingsTimeout = 0x4
    case streamClosed = 0x5
    case frameSizeError = 0x6
    case refusedStream = 0x7
    case cancel = 0x8
    case compressionError = 0x9
    case connectError = 0xA
    case enhanceYourCalm = 0xB
    case inadequateSecurity = 0xC
    case http11Required = 0xD

    /// The code that a peer sent; one that is not known means the same as `internalError` (RFC 9113, 7).
    public init(received code: UInt32) { self = H2ErrorCode(rawValue: code) ?? .internalError }

    /// A stable value for the label `code` of a counter.
    public var metricLabel: StaticString {
        switch self {
        case .noError: "no_error"
        case .protocolError: "protocol_error"
        case .internalError: "internal_error"
        case .flowControlError: "flow_control_error"
        case .settingsTimeout: "settings_timeout"
        case .streamClosed: "stream_closed"
        case .frameSizeError: "frame_size_error"
        case .refusedStream: "refused_stream"
        case .cancel: "cancel"
        case .compressionError: "compression_error"
        case .connectError: "connect_error"
        case .enhanceYourCalm: "enhance_your_calm"
        case .inadequateSecurity: "inadequate_security"
        case .http11Required: "http_1_1_required"
        }
    }
}
