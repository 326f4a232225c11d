// What a worker counts that belongs to no route and no upstream.

import HTTP

/// One slot of a worker's own block. `MetricCatalogue` says to which metric and label each belongs.
public enum WorkerCounter: Int, CaseIterable, Hashable, Sendable {
    // Connections of clients.
    case connectionsAccepted
    case connectionsOpen
    case connectionsRefusedLimit
    case connectionsClosedIdle
    case connectionsReset
    case acceptFailures

    // PROXY headers, which come before everything else where a listener wants them.
    /// A header that named the client.
    case proxyHeadersTaken
    /// LOCAL: the proxy speaks for itself.
    case proxyHeadersLocal
    /// A header that names nobody; the client is a stranger.
    case proxyHeadersUnnamed
    /// A connection from outside of the trusted ranges; nothing of it was read.
    case proxyHeadersUntrusted
    /// A connection that begins with something else.
    case proxyHeadersMissing
    case proxyHeadersMalformed
    /// The peer left before its header was complete.
    case proxyHeadersCut
    case proxyHeadersTimedOut

    // TLS of clients.
    case tlsHandshakesFull
    case tlsHandshakesResumed
    /// For another reason than the client's certificate.
    case tlsHandshakesFailed
    case tlsHandshakesWithoutCertificate
    case tlsHandshakesExpiredCertificate
    /// By an authority that is not in `client-ca`.
    case tlsHandshakesStrangeCertificate
    /// For another purpose, or with a signature that does not hold.
    case tlsHandshakesBadCertificate
    case tlsHandshakesTimedOut

    // HTTP/2 of clients.
    case streamsResetByClient
    case streamsResetByGateway
    /// Ended because the client took nothing of its answer for too long.
    case streamsStalled
    case misbehaviourReset
    case misbehaviourRefusal
    case misbehaviourPing
    case misbehaviourSettings
    case misbehaviourPriority
    case misbehaviourWindowUpdate
    case misbehaviourGoAway
    case misbehaviourUnknownFrame
    case misbehaviourEmptyFrame
    case misbehaviourTinyFrame
    case misbehaviourContinuation
    case misbehaviourHeaderBlock
    // Ended with a GOAWAY that names an error, for something else than misbehaviour.
    case endedProtocolError
    case endedInternalError
    case endedFlowControlError
    case endedStreamClosed
    case endedFrameSizeError
    case endedCompressionError
    case endedEnhanceYourCalm

    // Requests refused before a route could answer.
    case refusedMalformed
    case refusedHeadTooLarge
    case refusedTooManyFields
    case refusedTargetTooLong
    case refusedBodyTooLarge
    case refusedHeadTimeout
    case refusedBodyTimeout
    case refusedMisdirected
    case refusedUnroutable
    case refusedMethod
    case refusedVersion
    /// Not over within the grace period, whether or not an answer had begun.
    case refusedDrained
    /// An upgrade that the route does not allow, or that is no WebSocket.
    case refusedUpgrade

    // Tunnels.
    case tunnelsOpen
    case tunnelsClosedByClient
    case tunnelsClosedByUpstream
    case tunnelsResetByClient
    case tunnelsResetByUpstream
    /// Ended because the client took nothing for too long.
    case tunnelsStalled
    case tunnelsIdle
    case tunnelsDrained

    // Contexts.
    case contextContinued
    case contextRestarted
    case contextMinted
    case contextMalformedB3
    case contextMalformedB3Multi
    case contextMalformedW3C
    case contextDisagreeing

    // Steering.
    case steeringRefusedB3
    case steeringRefusedW3C
    case steeringRefusedSample
    case steeringRefusedDtab
    case steeringRefusedLinkerdContext
    case steeringRefusedBaggage
    /// `Forwarded` or `X-Forwarded-…` of a stranger, replaced by the gateway's own.
    case steeringRefusedForwarded
    /// A field of another tracing system (`grpc-trace-bin`, `X-Amzn-Trace-Id`, `uber-trace-id`), removed.
    case steeringRefusedForeign
    case overrideHonoured
    case overrideUnreadable

    // What leaves the worker.
    case spansSampled
    case spansDroppedRingFull
    case logLinesWritten
    case logLinesDroppedRingFull

    // Bytes of clients.
    case bytesReceived
    case bytesSent
}

extension WorkerCounter {
    /// The slot that counts a connection that spent its budget for misbehaviour.
    public init(misbehaviour kind: H2Misbehaviour) {
        switch kind {
        case .reset: self = .misbehaviourReset
        case .refusal: self = .misbehaviourRefusal
        case .ping: self = .misbehaviourPing
        case .settings: self = .misbehaviourSettings
        case .priority: self = .misbehaviourPriority
        case .windowUpdate: self = .misbehaviourWindowUpdate
        case .goAway: self = .misbehaviourGoAway
        case .unknownFrame: self = .misbehaviourUnknownFrame
        case .emptyFrame: self = .misbehaviourEmptyFrame
        case .tinyFrame: self = .misbehaviourTinyFrame
        case .continuation: self = .misbehaviourContinuation
        case .headerBlock: self = .misbehaviourHeaderBlock
        }
    }

    /// The slot that counts a connection that was ended with this code. Those that are not told apart are never sent.
    public init(ended code: H2ErrorCode) {
        switch code {
        case .protocolError: self = .endedProtocolError
        case .flowControlError: self = .endedFlowControlError
        case .streamClosed: self = .endedStreamClosed
        case .frameSizeError: self = .endedFrameSizeError
        case .compressionError: self = .endedCompressionError
        case .enhanceYourCalm: self = .endedEnhanceYourCalm
        default: self = .endedInternalError
        }
    }

    /// The slot that counts a refused group of steering fields.
    public init(refused group: SteeringFields) {
        switch group {
        case .b3: self = .steeringRefusedB3
        case .w3c: self = .steeringRefusedW3C
        case .sample: self = .steeringRefusedSample
        case .dtab: self = .steeringRefusedDtab
        case .linkerdContext: self = .steeringRefusedLinkerdContext
        default: self = .steeringRefusedBaggage
        }
    }

    /// The slot that counts a context that could not be read.
    public init(malformed format: TraceFormat) {
        switch format {
        case .b3: self = .contextMalformedB3
        case .b3multi: self = .contextMalformedB3Multi
        case .w3c: self = .contextMalformedW3C
        }
    }
}
