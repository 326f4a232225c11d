// Under which number is a fault counted?

import HTTP
import Telemetry
import Upstream

extension Fault {
    /// The worker's counter; nil for what is counted elsewhere.
    var counter: WorkerCounter? {
        switch self {
        // Counted by upstream, by stream or by connection.
        case .upstream, .protocolBroken, .misbehaviour: nil
        case .drained: .refusedDrained
        case .unrouted: .refusedUnroutable
        case .misdirected: .refusedMisdirected
        case .traceNotServed: .refusedMethod
        case .upgradeNotAllowed, .protocolUnknown, .upgradeNotServed: .refusedUpgrade
        case .bodyTooLarge: .refusedBodyTooLarge
        case .headTimeout: .refusedHeadTimeout
        case .requestBodyIdle, .requestBodyTooSlow: .refusedBodyTimeout
        case .versionNotServed: .refusedVersion
        case .malformedStream(.h1(let error)), .malformed(let error): Fault.counter(of: error)
        case .malformedStream, .malformedTimeout: .refusedMalformed
        }
    }

    private static func counter(of error: H1Error) -> WorkerCounter {
        switch error {
        case .headTooLarge, .fieldNameTooLong: .refusedHeadTooLarge
        case .tooManyFields: .refusedTooManyFields
        case .bodyTooLarge: .refusedBodyTooLarge
        case .targetTooLong: .refusedTargetTooLong
        case .connectUnsupported: .refusedMethod
        case .unsupportedVersion: .refusedVersion
        default: .refusedMalformed
        }
    }
}

extension UpstreamFailure {
    /// The upstream's counter; nil where another one already tells it.
    var counter: UpstreamCounter? {
        switch self {
        case .noEndpoint, .cancelled: nil
        case .queueFull: .queueRefused
        case .connectRefused: .connectsFailed
        case .connectTimeout: .connectsTimedOut
        case .tlsFailed: .tlsFailed
        case .streamRefused, .resetBeforeAnswer, .resetInHead: .resets
        case .malformedAnswer, .answerHeadTooLarge, .truncatedBody, .unexpectedUpgrade: .badResponses
        case .firstByteTimeout: .firstByteTimedOut
        case .idleTimeout: .idleTimedOut
        case .totalTimeout: .totalTimedOut
        case .deadlinePassed: .deadlinesPassed
        }
    }
}
