// Which fields end at the gateway, and which may pass?

import Bytes
import HTTP

/// What must not be forwarded (RFC 9110, 7.6.1), and what an untrusted client may not say to an upstream.
enum HopByHop {
    /// Fields that belong to one connection, or that the gateway writes itself from what it understood.
    static let request: FieldNameSet = [
        .connection, .keepAlive, .proxyConnection, .proxyAuthenticate, .proxyAuthorization, .te, .transferEncoding,
        .upgrade, .http2Settings, .host, .contentLength, .xForwardedFor, .xForwardedProto, .xForwardedHost,
        .xForwardedPort, .forwarded, .b3, .xB3TraceID, .xB3SpanID, .xB3ParentSpanID, .xB3Sampled, .xB3Flags,
        .traceparent, .tracestate, .l5dSample, .l5dDtab, .l5dCtxTrace, .l5dReqID,
    ]

    /// Fields that only a trusted client may send on: they steer upstreams or describe the client to them.
    static let steering: FieldNameSet = [
        .baggage, .l5dCtxDtab, .l5dCtxDeadline, .l5dName, .l5dDstService, .l5dDstClient, .l5dDstResidual,
        .l5dDstLogical, .l5dDstConcrete, .l5dErr, .l5dRetryable, .l5dSuccessClass, .dtabLocal,
    ]

    static let untrustedRequest = request.union(steering)

    static let response: FieldNameSet = [
        .connection, .keepAlive, .proxyConnection, .proxyAuthenticate, .te, .transferEncoding, .upgrade,
        .http2Settings, .contentLength,
    ]

    /// Whether any unlisted field is one of those that `isForeignSteering` names.
    static func hasForeignSteering(_ fields: borrowing Fields) -> Bool {
        var index = fields.firstIndex(of: .other)
        while let found = index {
            if isForeignSteering(fields[found].name) { return true }
            index = fields.firstIndex(of: .other, from: found + 1)
        }
        return false
    }

    /// Whether an unlisted field steers a known peer's tracing or routing, by its name.
    ///
    /// They are few and begin with one of six letters, so that nearly every field is done after one comparison.
    static func isForeignSteering(_ name: ByteView) -> Bool {
        switch ASCII.lowercased(name[0]) {
        case UInt8(ascii: "l"): begins(name, "l5d-")
        case UInt8(ascii: "u"): begins(name, "uberctx-") || name.equalsIgnoringCase("uber-trace-id")
        case UInt8(ascii: "o"): begins(name, "ot-baggage-") || begins(name, "ot-tracer-")
        case UInt8(ascii: "j"): name.equalsIgnoringCase("jaeger-debug-id") || name.equalsIgnoringCase("jaeger-baggage")
        case UInt8(ascii: "g"): name.equalsIgnoringCase("grpc-trace-bin")
        case UInt8(ascii: "x"):
            name.equalsIgnoringCase("x-envoy-force-trace") || name.equalsIgnoringCase("x-client-trace-id")
                || name.equalsIgnoringCase("x-ot-span-context") || name.equalsIgnoringCase("x-amzn-trace-id")
                || name.equalsIgnoringCase("x-real-ip") || name.equalsIgnoringCase("x-forwarded-client-cert")
        default: false
        }
    }

    private static func begins(_ name: ByteView, _ prefix: StaticString) -> Bool {
        let prefix = ByteView(prefix)
        return name.count >= prefix.count && name.prefix(prefix.count).equalsIgnoringCase(prefix)
    }
}
