// Which mistakes does somebody make who knows nginx, HAProxy or Envoy?

@testable import Config

extension Fault {
    /// Words and values of other gateways. What they are told names the word of this one.
    static let elsewhere: [Fault] = [
        .listen("a scheme of HTTP/2", "route /* to h2://a:1", .badAddress),
        .listen("a scheme of gRPC", "route /* to grpc://a:1", .badAddress),
        .listen("a scheme of gRPC with TLS", "route /* to grpcs://a:1", .badAddress),
        .listen("a scheme of WebSocket", "route /* to ws://a:1", .badAddress),
        .listen("a mistyped scheme", "route /* to htps://a:1", .badAddress),
        .listen("a scheme in capitals", "route /* to H2C://a:1", .badAddress),
        .listen("a scheme of something else", "route /* to fcgi://a:1", .badAddress),
        .listen("a scheme without its slashes", "route /* to h2c:a:1", .badAddress),
        .listen("a protocol behind an address", "route /* to a:1 proto h2", .badAddress),
        .listen("TLS behind an address", "route /* to a:1 ssl", .badAddress),
        .listen("a PROXY header behind an address", "route /* to a:1 send-proxy-v2", .badAddress),
        .listen("a weight behind an address", "route /* to a:1 weight 5", .badAddress),
        .listen("gRPC behind a name", "route /* to /svc/a grpc", .badAddress),
        .listen("grpc_pass", "route /* grpc_pass a:1", .extraValue),
        Fault("http2 behind a listener's address", "listen :443 http2 { respond 404 }", .extraValue),
        Fault("a listener with a scheme", "listen https://:443 { respond 404 }", .badAddress),
        Fault("a listener that is only a port", "listen 8080 { respond 404 }", .badAddress),
        .listen("TLS switched on", "tls on\n    respond 404", .missingBlock),
        .listen("http2 switched on", "http2 on\n    respond 404", .unknownDirective),
        .listen("proxy_protocol", "proxy_protocol on\n    respond 404", .unknownDirective),
        .listen("accept-proxy", "accept-proxy\n    respond 404", .unknownDirective),
        .listen("set_real_ip_from", "set_real_ip_from 10.0.0.0/8\n    respond 404", .unknownDirective),
        .listen("protocol for protocols", "protocol h2c\n    respond 404", .misplacedDirective),
        .listen("gRPC as a protocol", "protocols grpc\n    respond 404", .badChoice),
        .listen("a protocol and a comma", "protocols http/1.1, h2c\n    respond 404", .badChoice),
        .listen("an upgrade", "upgrade websocket\n    respond 404", .unknownDirective),
        .listen("a flag that is true", "websocket true\n    respond 404", .badChoice),
        .listen("client_max_body_size", "client_max_body_size 1m\n    respond 404", .unknownDirective),
        .listen("max_concurrent_streams", "http2_max_concurrent_streams 100\n    respond 404", .unknownDirective),
        .listen("glitches", "limits { glitches-threshold 100 }\n    respond 404", .unknownDirective),
        .listen("no limit of streams", "limits { streams off }\n    respond 404", .badNumber),
        .listen("no limit of tiny frames", "limits { misbehaviour { tiny off } }\n    respond 404", .badNumber),
        .listen("a time of 0", "route /* to 127.0.0.1:1 timeout 0", .outOfBounds),
        .file("protocols for protocol", "cluster * { protocols h2 }", .misplacedDirective),
        .file("another name of HTTP/2", "cluster * { protocol http2 }", .badChoice),
        .file("a version of a PROXY header", "cluster * { proxy-protocol 2 }", .badChoice),
        .file("no verification", "cluster * { tls { verify none } }", .badChoice),
        .file("insecure", "cluster * { tls { insecure on } }", .unknownDirective),
        .file("sni", "cluster * { tls { sni a } }", .unknownDirective),
        .file("timeout tunnel", "service * { timeout-tunnel 1h }", .unknownDirective),
        .file("trust in a URI", "overrides { trust spiffe://a/b }", .badRange),
    ]

    /// Certificates as they are written elsewhere.
    static let certificates: [Fault] = [
        .tls("a certificate without its key", "cert b.pem", .missingValue),
        .tls("a certificate without files", "cert", .missingValue),
        .tls("files in front of names", "cert a.pem key.pem b c", .unreadableCertificate, .unreadableCertificate),
        .tls("a key before its certificate", "cert b.example key.pem cert.pem", .badCertificate),
        .tls("ssl_certificate", "ssl_certificate a.pem", .unknownDirective),
        .tls("ssl_verify_client", "ssl_verify_client on", .unknownDirective),
        .tls("a depth of verification", "ssl_verify_depth 2", .unknownDirective),
        .tls("a list of what is revoked", "crl a.pem", .unknownDirective),
        .tls("authorities of servers", "ca ca.pem", .misplacedDirective),
        .tls("alpn", "alpn h2", .unknownDirective),
        .tls("certificates that are required", "client-ca ca.pem required", .badChoice),
        .tls("certificates of any authority", "client-ca ca.pem optional_no_ca", .badChoice),
        .tls("a mode of forwarding", "client-ca ca.pem\n        forward-client-cert sanitize_set", .badChoice),
        .tls("TLS by its full name", "min-version TLSv1.2", .badChoice),
        .tls("a former TLS", "min-version 1.1", .badChoice),
    ]
}
