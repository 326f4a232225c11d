// Does every field end where it belongs?

import Bytes
import HTTP
import Testing

@testable import Proxy

/// RFC 9110, 7.6.1.
@Suite struct HopByHopTests {
    @Test(arguments: [
        "l5d-anything", "L5D-Ctx-Other", "uberctx-user", "Uber-Trace-Id", "ot-baggage-x", "OT-Tracer-SpanID",
        "jaeger-debug-id", "Jaeger-Baggage", "grpc-trace-bin", "X-Envoy-Force-Trace", "x-client-trace-id",
        "x-ot-span-context", "X-Amzn-Trace-Id", "X-Real-IP", "x-forwarded-client-cert",
        "X_Forwarded_For", "x-b3_traceid", "L5D_Sample", "X-Forwarded-Prefix", "True-Client-IP", "CF-Connecting-IP",
        "X-Cluster-Client-IP", "x-envoy-upstream-rq-timeout-ms", "x-datadog-trace-id", "X-Cloud-Trace-Context",
        "X-Original-URL", "X-Rewrite-URL", "Front-End-Https", "Proxy", "dtab_local",
    ])
    func `what steers another product is known by its name in any case`(name: String) {
        #expect(name.withByteView { HopByHop.isForeignSteering($0) })
    }

    @Test(arguments: [
        "l5", "l5d", "x", "x-real-i", "x-real-ips", "uber", "other", "o", "grpc-trace", "accept", "user-agent",
    ])
    func `what only begins like it is not`(name: String) {
        #expect(!name.withByteView { HopByHop.isForeignSteering($0) })
    }

    @Test func `what one connection needs passes in neither direction`() {
        for name in [
            FieldName.connection, .keepAlive, .proxyConnection, .te, .transferEncoding, .upgrade, .contentLength,
        ] {
            #expect(HopByHop.request.contains(name))
            #expect(HopByHop.response.contains(name))
        }
    }

    @Test func `a trusted client's steering passes, an untrusted one's does not`() {
        for name in [FieldName.baggage, .l5dCtxDeadline, .dtabLocal] {
            #expect(!HopByHop.request.contains(name))
            #expect(HopByHop.untrustedRequest.contains(name))
        }
    }
}
