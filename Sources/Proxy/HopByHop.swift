// Which fields end at the gateway, and which may pass?

import Bytes
import HTTP

/// What must not be forwarded (RFC 9110, 7.6.1), and what an untrusted client may not say to an upstream.
enum HopByHop {
    /// Fields that belong to one connection, or that the gateway writes itself from what it understood.
    static let request: FieldNameSet = [
        .connection, .keepAlive, .proxyConnection, .proxyAuthenticate, .proxyAuthorization, .te, .transferEncoding,
        .upgrade, .http2Settings, .host, .contentLength, .xForwardedFor, .xForwardedProto, .xForwardedHost,
        .xForwardedPort, .xForwardedClientCert, .forwarded, .b3, .xB3TraceID, .xB3SpanID, .xB3ParentSpanID, .xB3Sampled,
        .xB3Flags,
        .traceparent, .tracestate, .l5dSample, .l5dDtab, .l5dCtxTrace, .l5dReqID,
    ]

    /// Fields that only a trusted client may send on: they steer upstreams or describe the client to them.
    static let steering: FieldNameSet = [
        .baggage, .l5dCtxDtab, .l5dCtxDeadline, .l5dName, .l5dDstService, .l5dDstClient, .l5dDstResidual,
        .l5dDstLogical, .l5dDstConcrete, .l5dErr, .l5dRetryable, .l5dSuccessClass, .dtabLocal,
    ]

    /// What an untrusted client says about itself or about a proxy before it; replaced, never continued.
    static let forwarding: FieldNameSet = [
        .xForwardedFor, .xForwardedProto, .xForwardedHost, .xForwardedPort, .xForwardedClientCert, .forwarded,
    ]

    static let untrustedRequest = request.union(steering)

    static let response: FieldNameSet = [
        .connection, .keepAlive, .proxyConnection, .proxyAuthenticate, .te, .transferEncoding, .upgrade,
        .http2Settings, .contentLength,
    ]

    /// Whether any unlisted field is one of those that `isRefused` names.
    static func hasRefused(_ fields: borrowing Fields, isTrusted: Bool) -> Bool {
        var index = fields.firstIndex(of: .other)
        while let found = index {
            if isRefused(fields[found].name, isTrusted: isTrusted) { return true }
            index = fields.firstIndex(of: .other, from: found + 1)
        }
        return false
    }

    /// Whether the gateway leaves out an unlisted field of a client, trusted or not. From a trusted one that is only the
    /// field for certificates under another spelling, which an upstream could take for ours.
    static func isRefused(_ name: ByteView, isTrusted: Bool) -> Bool {
        isTrusted ? equals(name, "x-forwarded-client-cert") : isForeignSteering(name)
    }

    /// Whether an unlisted field tells an upstream who the client is, or steers a known peer's tracing or routing.
    ///
    /// Many upstreams read `X_Forwarded_For` as they read `X-Forwarded-For`, so an underscore counts as a hyphen. Nearly
    /// every field is done after looking at its first letter.
    static func isForeignSteering(_ name: ByteView) -> Bool {
        switch ASCII.lowercased(name[0]) {
        case UInt8(ascii: "x"): isForeignExtension(name)
        case UInt8(ascii: "l"): begins(name, "l5d-")
        case UInt8(ascii: "u"): begins(name, "uberctx-") || equals(name, "uber-trace-id")
        case UInt8(ascii: "o"): begins(name, "ot-baggage-") || begins(name, "ot-tracer-")
        case UInt8(ascii: "j"): equals(name, "jaeger-debug-id") || equals(name, "jaeger-baggage")
        case UInt8(ascii: "g"): begins(name, "grpc-trace-") || begins(name, "grpc-tags-")
        case UInt8(ascii: "t"): equals(name, "true-client-ip")
        case UInt8(ascii: "c"): equals(name, "cf-connecting-ip") || equals(name, "client-ip")
        case UInt8(ascii: "f"): equals(name, "fastly-client-ip") || equals(name, "front-end-https")
        case UInt8(ascii: "d"): equals(name, "dtab-local")
        // A CGI program would take it for the address of its own proxy.
        case UInt8(ascii: "p"): equals(name, "proxy")
        default: false
        }
    }

    private static func isForeignExtension(_ name: ByteView) -> Bool {
        guard name.count > 4 else { return false }
        switch ASCII.lowercased(name[2]) {
        case UInt8(ascii: "a"): return equals(name, "x-amzn-trace-id")
        case UInt8(ascii: "b"): return begins(name, "x-b3-")
        case UInt8(ascii: "c"):
            return begins(name, "x-client-") || begins(name, "x-cluster-client-") || begins(name, "x-cloud-trace-")
        case UInt8(ascii: "d"): return begins(name, "x-datadog-") || begins(name, "x-dtab-")
        case UInt8(ascii: "e"): return begins(name, "x-envoy-")
        case UInt8(ascii: "f"): return begins(name, "x-forwarded")
        case UInt8(ascii: "h"): return equals(name, "x-host")
        case UInt8(ascii: "o"): return begins(name, "x-original-") || begins(name, "x-ot-")
        case UInt8(ascii: "p"): return begins(name, "x-proxyuser-")
        case UInt8(ascii: "r"): return equals(name, "x-real-ip") || equals(name, "x-rewrite-url")
        case UInt8(ascii: "s"): return equals(name, "x-scheme")
        case UInt8(ascii: "u"): return equals(name, "x-url-scheme")
        default: return false
        }
    }

    private static func equals(_ name: ByteView, _ word: StaticString) -> Bool {
        name.count == ByteView(word).count && begins(name, word)
    }

    private static func begins(_ name: ByteView, _ prefix: StaticString) -> Bool {
        let prefix = ByteView(prefix)
        guard name.count >= prefix.count else { return false }
        for index in 0..<prefix.count {
            let byte = name[index] == UInt8(ascii: "_") ? UInt8(ascii: "-") : ASCII.lowercased(name[index])
            if byte != prefix[index] { return false }
        }
        return true
    }
}
