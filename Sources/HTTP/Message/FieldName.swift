// Which well-known field a name means.

import Bytes

/// A well-known field name as a small integer, so that fields are compared as numbers and gathered in one word of bits.
///
/// Every other name is `.other` and lives as bytes. There are fewer than 64 cases: `Fields.present` has a bit for each.
public enum FieldName: UInt8, Sendable, Hashable, CaseIterable {
    /// A name that is not in this list.
    case other = 0
    case host
    case connection
    case contentLength
    case transferEncoding
    case te
    case trailer
    case upgrade
    case keepAlive
    case proxyConnection
    case proxyAuthenticate
    case proxyAuthorization
    case http2Settings
    case expect
    case via
    case forwarded
    case xForwardedFor
    case xForwardedProto
    case xForwardedHost
    case xForwardedPort
    case xForwardedClientCert
    case b3
    case xB3TraceID
    case xB3SpanID
    case xB3ParentSpanID
    case xB3Sampled
    case xB3Flags
    case traceparent
    case tracestate
    case baggage
    case l5dSample
    case l5dDtab
    case l5dCtxTrace
    case l5dCtxDtab
    case l5dCtxDeadline
    case l5dReqID
    case l5dErr
    case l5dName
    case l5dDstService
    case l5dDstClient
    case l5dDstResidual
    case l5dDstLogical
    case l5dDstConcrete
    case l5dRetryable
    case l5dSuccessClass
    case dtabLocal
    case xRequestID
    case userAgent
    case accept
    case acceptEncoding
    case authorization
    case cookie
    case setCookie
    case cacheControl
    case contentType
    case contentEncoding
    case date
    case location
    case retryAfter
    case server
    case grpcTimeout

    /// The well-known name that the token `name` spells in any case, or `.other`.
    ///
    /// Length and first letter leave at most a few candidates, each compared eight bytes at a time.
    public init(recognising name: ByteView) {
        guard name.count >= 2, name.count <= 23 else {
            self = .other
            return
        }
        self = Self.recognise(name, first: name[0] | 0x20)
    }

    @inline(__always)
    private static func recognise(_ name: ByteView, first: UInt8) -> FieldName {
        switch (name.count, first) {
        case (2, 0x62): name.spells("b3") ? .b3 : .other
        case (2, 0x74): name.spells("te") ? .te : .other
        case (3, 0x76): name.spells("via") ? .via : .other
        case (4, 0x64): name.spells("date") ? .date : .other
        case (4, 0x68): name.spells("host") ? .host : .other
        case (6, 0x61): name.spells("accept") ? .accept : .other
        case (6, 0x63): name.spells("cookie") ? .cookie : .other
        case (6, 0x65): name.spells("expect") ? .expect : .other
        case (6, 0x73): name.spells("server") ? .server : .other
        case (7, 0x62): name.spells("baggage") ? .baggage : .other
        case (7, 0x6C): name.spells("l5d-err") ? .l5dErr : .other
        case (7, 0x74): name.spells("trailer") ? .trailer : .other
        case (7, 0x75): name.spells("upgrade") ? .upgrade : .other
        case (8, 0x6C):
            if name.spells("l5d-dtab") {
                .l5dDtab
            } else if name.spells("l5d-name") {
                .l5dName
            } else if name.spells("location") {
                .location
            } else {
                .other
            }
        case (9, 0x66): name.spells("forwarded") ? .forwarded : .other
        case (9, 0x6C): name.spells("l5d-reqid") ? .l5dReqID : .other
        case (10, 0x63): name.spells("connection") ? .connection : .other
        case (10, 0x64): name.spells("dtab-local") ? .dtabLocal : .other
        case (10, 0x6B): name.spells("keep-alive") ? .keepAlive : .other
        case (10, 0x6C): name.spells("l5d-sample") ? .l5dSample : .other
        case (10, 0x73): name.spells("set-cookie") ? .setCookie : .other
        case (10, 0x74): name.spells("tracestate") ? .tracestate : .other
        case (10, 0x75): name.spells("user-agent") ? .userAgent : .other
        case (10, 0x78): name.spells("x-b3-flags") ? .xB3Flags : .other
        case (11, 0x72): name.spells("retry-after") ? .retryAfter : .other
        case (11, 0x74): name.spells("traceparent") ? .traceparent : .other
        case (11, 0x78): name.spells("x-b3-spanid") ? .xB3SpanID : .other
        case (12, 0x63): name.spells("content-type") ? .contentType : .other
        case (12, 0x67): name.spells("grpc-timeout") ? .grpcTimeout : .other
        case (12, 0x6C): name.spells("l5d-ctx-dtab") ? .l5dCtxDtab : .other
        case (12, 0x78):
            if name.spells("x-b3-traceid") {
                .xB3TraceID
            } else if name.spells("x-b3-sampled") {
                .xB3Sampled
            } else if name.spells("x-request-id") {
                .xRequestID
            } else {
                .other
            }
        case (13, 0x61): name.spells("authorization") ? .authorization : .other
        case (13, 0x63): name.spells("cache-control") ? .cacheControl : .other
        case (13, 0x6C):
            if name.spells("l5d-ctx-trace") {
                .l5dCtxTrace
            } else if name.spells("l5d-retryable") {
                .l5dRetryable
            } else {
                .other
            }
        case (14, 0x63): name.spells("content-length") ? .contentLength : .other
        case (14, 0x68): name.spells("http2-settings") ? .http2Settings : .other
        case (14, 0x6C): name.spells("l5d-dst-client") ? .l5dDstClient : .other
        case (15, 0x61): name.spells("accept-encoding") ? .acceptEncoding : .other
        case (15, 0x6C):
            if name.spells("l5d-dst-service") {
                .l5dDstService
            } else if name.spells("l5d-dst-logical") {
                .l5dDstLogical
            } else {
                .other
            }
        case (15, 0x78): name.spells("x-forwarded-for") ? .xForwardedFor : .other
        case (16, 0x63): name.spells("content-encoding") ? .contentEncoding : .other
        case (16, 0x6C):
            if name.spells("l5d-ctx-deadline") {
                .l5dCtxDeadline
            } else if name.spells("l5d-dst-residual") {
                .l5dDstResidual
            } else if name.spells("l5d-dst-concrete") {
                .l5dDstConcrete
            } else {
                .other
            }
        case (16, 0x70): name.spells("proxy-connection") ? .proxyConnection : .other
        case (16, 0x78):
            if name.spells("x-forwarded-host") {
                .xForwardedHost
            } else if name.spells("x-forwarded-port") {
                .xForwardedPort
            } else {
                .other
            }
        case (17, 0x6C): name.spells("l5d-success-class") ? .l5dSuccessClass : .other
        case (17, 0x74): name.spells("transfer-encoding") ? .transferEncoding : .other
        case (17, 0x78):
            if name.spells("x-forwarded-proto") {
                .xForwardedProto
            } else if name.spells("x-b3-parentspanid") {
                .xB3ParentSpanID
            } else {
                .other
            }
        case (18, 0x70): name.spells("proxy-authenticate") ? .proxyAuthenticate : .other
        case (19, 0x70): name.spells("proxy-authorization") ? .proxyAuthorization : .other
        case (23, 0x78): name.spells("x-forwarded-client-cert") ? .xForwardedClientCert : .other
        default: .other
        }
    }

    /// Whether the field concerns one connection only and is never passed on (RFC 9110, 7.6.1).
    ///
    /// `Transfer-Encoding`, `Trailer` and `TE` are among them: a hop that passes a body on writes its own. `Upgrade` and
    /// `HTTP2-Settings` belong to the hop as well.
    public var isHopByHop: Bool {
        switch self {
        case .connection, .keepAlive, .proxyConnection, .transferEncoding, .te, .trailer, .upgrade, .http2Settings,
            .proxyAuthenticate, .proxyAuthorization:
            true
        default: false
        }
    }

    /// Whether the field may not stand in a trailer section (RFC 9110, 6.5.1): framing, routing, authentication, content
    /// format and anything that this gateway decides on before the body.
    public var isForbiddenInTrailers: Bool {
        switch self {
        case .other, .l5dErr, .l5dSuccessClass, .l5dRetryable, .baggage, .date, .server: false
        default: true
        }
    }

    /// The name as we write it; empty for `.other`.
    public var canonical: StaticString {
        switch self {
        case .other: ""
        case .host: "Host"
        case .connection: "Connection"
        case .contentLength: "Content-Length"
        case .transferEncoding: "Transfer-Encoding"
        case .te: "TE"
        case .trailer: "Trailer"
        case .upgrade: "Upgrade"
        case .keepAlive: "Keep-Alive"
        case .proxyConnection: "Proxy-Connection"
        case .proxyAuthenticate: "Proxy-Authenticate"
        case .proxyAuthorization: "Proxy-Authorization"
        case .http2Settings: "HTTP2-Settings"
        case .expect: "Expect"
        case .via: "Via"
        case .forwarded: "Forwarded"
        case .xForwardedFor: "X-Forwarded-For"
        case .xForwardedProto: "X-Forwarded-Proto"
        case .xForwardedHost: "X-Forwarded-Host"
        case .xForwardedPort: "X-Forwarded-Port"
        case .xForwardedClientCert: "X-Forwarded-Client-Cert"
        case .b3: "b3"
        case .xB3TraceID: "X-B3-TraceId"
        case .xB3SpanID: "X-B3-SpanId"
        case .xB3ParentSpanID: "X-B3-ParentSpanId"
        case .xB3Sampled: "X-B3-Sampled"
        case .xB3Flags: "X-B3-Flags"
        case .traceparent: "traceparent"
        case .tracestate: "tracestate"
        case .baggage: "baggage"
        case .l5dSample: "l5d-sample"
        case .l5dDtab: "l5d-dtab"
        case .l5dCtxTrace: "l5d-ctx-trace"
        case .l5dCtxDtab: "l5d-ctx-dtab"
        case .l5dCtxDeadline: "l5d-ctx-deadline"
        case .l5dReqID: "l5d-reqid"
        case .l5dErr: "l5d-err"
        case .l5dName: "l5d-name"
        case .l5dDstService: "l5d-dst-service"
        case .l5dDstClient: "l5d-dst-client"
        case .l5dDstResidual: "l5d-dst-residual"
        case .l5dDstLogical: "l5d-dst-logical"
        case .l5dDstConcrete: "l5d-dst-concrete"
        case .l5dRetryable: "l5d-retryable"
        case .l5dSuccessClass: "l5d-success-class"
        case .dtabLocal: "dtab-local"
        case .xRequestID: "X-Request-Id"
        case .userAgent: "User-Agent"
        case .accept: "Accept"
        case .acceptEncoding: "Accept-Encoding"
        case .authorization: "Authorization"
        case .cookie: "Cookie"
        case .setCookie: "Set-Cookie"
        case .cacheControl: "Cache-Control"
        case .contentType: "Content-Type"
        case .contentEncoding: "Content-Encoding"
        case .date: "Date"
        case .location: "Location"
        case .retryAfter: "Retry-After"
        case .server: "Server"
        case .grpcTimeout: "grpc-timeout"
        }
    }
}
