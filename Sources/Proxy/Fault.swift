// What kept a request from being answered by its service, and what is the client told?

import HTTP
import Upstream

/// Everything for which the gateway itself answers. The one table from faults to statuses.
enum Fault: Equatable, Sendable {
    case upstream(UpstreamFailure)
    case malformed(H1Error)
    /// The same on a stream, where only the stream ends.
    case malformedStream(H2MessageError)
    /// The listener speaks HTTP/2 only.
    case versionNotServed
    case unrouted
    /// The host belongs to another certificate than the one this connection was opened with (RFC 9110, 15.5.20).
    case misdirected
    /// TRACE, whose answer would show what the gateway adds to a request (RFC 9110, 9.3.8).
    case traceNotServed
    /// `grpc-timeout` is no time.
    case malformedTimeout
    /// Extended CONNECT on a route without WebSocket (RFC 8441).
    case upgradeNotAllowed
    /// Extended CONNECT for something else than WebSocket.
    case protocolUnknown
    /// The upstream speaks HTTP/2 only and serves no extended CONNECT.
    case upgradeNotServed
    case bodyTooLarge
    case headTimeout
    case requestBodyIdle
    case requestBodyTooSlow
    /// The client's frames broke the rules of HTTP/2, so that its stream or its connection was ended.
    case protocolBroken
    /// The client's connection was ended because its budget for misbehaviour was spent.
    case misbehaviour
    /// The gateway stops, and the exchange did not end within `limits.grace`.
    case drained

    var status: Status {
        switch self {
        case .malformed(let error): error.status
        case .malformedStream(let error): error.status
        case .versionNotServed: .httpVersionNotSupported
        case .unrouted: .notFound
        case .misdirected: .misdirectedRequest
        case .traceNotServed: .methodNotAllowed
        case .upgradeNotAllowed: .forbidden
        case .protocolUnknown: .notImplemented
        case .upgradeNotServed: .badGateway
        case .malformedTimeout: .badRequest
        case .bodyTooLarge: .contentTooLarge
        case .headTimeout, .requestBodyIdle, .requestBodyTooSlow: .requestTimeout
        // No client is told; it is what they mean to a call.
        case .protocolBroken: .badRequest
        case .misbehaviour: .tooManyRequests
        case .drained: .serviceUnavailable
        case .upstream(let failure):
            switch failure {
            case .noEndpoint, .queueFull: .serviceUnavailable
            case .connectTimeout, .firstByteTimeout, .idleTimeout, .totalTimeout, .deadlinePassed:
                .gatewayTimeout
            case .streamRefused: .serviceUnavailable
            case .connectRefused, .tlsFailed, .resetBeforeAnswer, .resetInHead, .malformedAnswer, .answerHeadTooLarge,
                .truncatedBody,
                .unexpectedUpgrade, .cancelled:
                .badGateway
            }
        }
    }

    /// The value of the `error` tag and of the label `reason`.
    var label: StaticString {
        switch self {
        case .malformed(let error): error.metricLabel
        case .malformedStream(let error): error.metricLabel
        case .versionNotServed: "version_not_served"
        case .upstream(let failure): failure.label
        case .unrouted: "unrouted"
        case .misdirected: "misdirected"
        case .traceNotServed: "trace_not_served"
        case .upgradeNotAllowed: "upgrade_not_allowed"
        case .protocolUnknown: "protocol_unknown"
        case .upgradeNotServed: "upgrade_not_served"
        case .malformedTimeout: "malformed_grpc_timeout"
        case .bodyTooLarge: "body_too_large"
        case .headTimeout: "head_timeout"
        case .requestBodyIdle: "request_body_idle"
        case .requestBodyTooSlow: "request_body_too_slow"
        case .protocolBroken: "http2_protocol_error"
        case .misbehaviour: "http2_misbehaviour"
        case .drained: "drained"
        }
    }

    /// One clause for the client, naming the limit and its key where one was met.
    var sentence: StaticString {
        switch self {
        case .malformed(let error): error.reason
        case .malformedStream(let error): error.reason
        case .versionNotServed: "this listener speaks HTTP/2 only"
        case .unrouted: "no route matches this host and path"
        case .malformedTimeout: "grpc-timeout is not one number of up to eight digits and a unit"
        case .misdirected: "this host is served on a connection of its own"
        case .traceNotServed: "TRACE is not served"
        case .upgradeNotAllowed: "this route serves no WebSocket"
        case .protocolUnknown: "extended CONNECT is served for websocket only"
        case .upgradeNotServed: "the upstream speaks HTTP/2 without extended CONNECT"
        case .bodyTooLarge: "body exceeds limits.body"
        case .headTimeout: "head took longer than limits.head-time"
        case .requestBodyIdle: "body paused longer than limits.body-idle"
        case .requestBodyTooSlow: "body came slower than limits.body-rate"
        case .protocolBroken: "the frames broke the rules of HTTP/2"
        case .misbehaviour: "limits.misbehaviour is spent"
        case .drained: "the gateway stops, and this took longer than limits.grace"
        case .upstream(let failure): Fault.sentence(failure)
        }
    }

    private static func sentence(_ failure: UpstreamFailure) -> StaticString {
        switch failure {
        case .noEndpoint: "the destination has no address"
        case .queueFull: "more requests wait for a connection than cluster.queue allows"
        case .connectRefused: "the upstream cannot be reached"
        case .connectTimeout: "connecting took longer than cluster.connect-timeout"
        case .tlsFailed: "the upstream's TLS handshake failed"
        case .streamRefused: "the upstream refused the stream"
        case .resetBeforeAnswer: "the upstream closed the connection before it answered"
        case .resetInHead: "the upstream closed the connection inside of its answer's head"
        case .malformedAnswer: "the upstream's answer is not valid HTTP"
        case .answerHeadTooLarge: "the head of the upstream's answer has more than 32KiB or 100 fields"
        case .truncatedBody: "the upstream's answer broke off"
        case .firstByteTimeout: "the upstream took longer than service.first-byte"
        case .idleTimeout: "the upstream paused longer than service.idle"
        case .totalTimeout: "the exchange took longer than the route's timeout"
        case .deadlinePassed: "the time that grpc-timeout gave has passed"
        case .unexpectedUpgrade: "the upstream switched protocols without being asked"
        case .cancelled: "the attempt was given up"
        }
    }

    /// Whether it is the upstream that failed.
    var isOfUpstream: Bool {
        if case .upstream = self { true } else { false }
    }

    /// Whether what the client sent after this request cannot be trusted or waited for.
    var endsConnection: Bool {
        switch self {
        case .malformed, .malformedStream, .versionNotServed, .bodyTooLarge, .headTimeout, .requestBodyIdle,
            .requestBodyTooSlow, .protocolBroken, .misbehaviour, .drained:
            true
        case .upstream, .unrouted, .misdirected, .traceNotServed, .malformedTimeout, .upgradeNotAllowed,
            .protocolUnknown,
            .upgradeNotServed:
            false
        }
    }
}
