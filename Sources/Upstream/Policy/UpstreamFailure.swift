// What went wrong with an attempt, and may it be tried again?

import HTTP

/// Every way in which an attempt can fail. It becomes a status in exactly one place (`Proxy/LocalReply`).
public enum UpstreamFailure: UInt8, CaseIterable, Sendable {
    /// The destination has no address at all.
    case noEndpoint
    /// Too many requests wait for a connection already.
    case queueFull
    case connectRefused
    case connectTimeout
    /// The upstream's certificate or handshake was not acceptable.
    case tlsFailed
    /// The upstream said that it did not look at the request (RFC 9113, 8.7).
    case streamRefused
    /// The connection ended before a byte of the answer arrived.
    case resetBeforeAnswer
    /// The connection ended inside of the answer's head.
    case resetInHead
    /// What came is not HTTP.
    case malformedAnswer
    /// The answer's head is larger than the gateway reads.
    case answerHeadTooLarge
    /// The answer's body broke off or was malformed; the client cannot be told by a status any more.
    case truncatedBody
    case firstByteTimeout
    case idleTimeout
    case totalTimeout
    /// The time that the client itself gave has passed (`grpc-timeout`).
    case deadlinePassed
    /// The answer was `101 Switching Protocols`, which was not asked for.
    case unexpectedUpgrade
    /// The attempt was given up because its client went away or its request turned out to be bad.
    case cancelled

    /// What an answer's head that could not be read counts as.
    public init(_ error: H1Error) {
        switch error {
        case .headTooLarge, .tooManyFields, .fieldNameTooLong: self = .answerHeadTooLarge
        default: self = .malformedAnswer
        }
    }

    /// What an answer on a stream that could not be read counts as.
    public init(_ error: H2MessageError) {
        if case .h1(let error) = error { self.init(error) } else { self = .malformedAnswer }
    }

    /// Whether it is certain that the upstream did not see the request, so that any method may be tried elsewhere.
    public var nothingWasSent: Bool {
        switch self {
        case .connectRefused, .connectTimeout, .tlsFailed, .streamRefused: true
        default: false
        }
    }

    /// The word for this failure in metrics and in the `error` tag of a span.
    public var label: StaticString {
        switch self {
        case .noEndpoint: "no_endpoint"
        case .queueFull: "queue_full"
        case .connectRefused: "connect_refused"
        case .connectTimeout: "connect_timeout"
        case .tlsFailed: "tls_failed"
        case .streamRefused: "stream_refused"
        case .resetBeforeAnswer: "reset_before_answer"
        case .resetInHead: "reset_in_head"
        case .malformedAnswer: "malformed_answer"
        case .answerHeadTooLarge: "answer_head_too_large"
        case .truncatedBody: "truncated_body"
        case .firstByteTimeout: "first_byte_timeout"
        case .idleTimeout: "idle_timeout"
        case .totalTimeout: "total_timeout"
        case .deadlinePassed: "deadline_passed"
        case .unexpectedUpgrade: "unexpected_upgrade"
        case .cancelled: "cancelled"
        }
    }
}
