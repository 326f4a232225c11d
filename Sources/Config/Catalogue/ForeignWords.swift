// What is a word of nginx, HAProxy or Envoy called here?

/// Words that other gateways have, and what to write instead. They are looked up only where a word means nothing here.
struct ForeignWords {
    /// A sentence that says what to write; nil for a word that nobody knows.
    static func advice(for word: String) -> String? { advices[plain(word)] }

    /// The value that is meant by one of elsewhere, if it is among those that may be written.
    static func value(for text: String, among words: [String]) -> String? {
        values[plain(text)]?.first { words.contains($0) }
    }

    /// Lower case, with - for _ and without the comma or the semicolon of another language.
    private static func plain(_ word: String) -> String {
        var bytes = word.lowercased().utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }
        while let last = bytes.last, last == UInt8(ascii: ",") || last == UInt8(ascii: ";") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Every word with its advice.
    static let pairs: [(word: String, advice: String)] =
        (routing + clients + servers + tls + limits).flatMap { row in
            row.words.split(separator: " ").map { (String($0), row.advice) }
        }

    private static let advices = Dictionary(pairs.map { ($0.word, $0.advice) }) { first, _ in first }

    private typealias Rows = [(words: String, advice: String)]

    private static let routing: Rows = [
        (
            "proxy-pass grpc-pass upstream server backend frontend use-backend default-backend location virtual-host",
            "Write it as routes of a listener: route /* to 127.0.0.1:8081, or to h2c://127.0.0.1:8081 for gRPC without TLS."
        ),
        ("server-name hostname authority", "Write a host block: host shop.example.com { … }"),
        ("return", "Write respond 404 \"text\", or redirect https."),
        ("weight", "Share it out in the dtab: /svc/web => 95 * /svc/a & 5 * /svc/b"),
    ]

    private static let clients: Rows = [
        (
            "http2 h2 h2c http/2 grpc grpcs alpn npn proto codec http-version proxy-http-version backend-protocol",
            "For clients write protocols h2 http/1.1 in the listen block; for servers h2c:// before the address, or https://."
        ),
        (
            "upgrade upgrades websockets ws wss websocket-upgrade enable-websocket upgrade-configs",
            "Write websocket on in a route, a host or a listen block."
        ),
        (
            "proxy-protocol accept-proxy accept-proxy-protocol use-proxy-protocol proxy",
            "Write proxy-protocol on in the listen block, and who may send the header: overrides { trust 10.0.0.0/8 }"
        ),
        (
            "set-real-ip-from real-ip-header real-ip-recursive forwarded-headers use-forwarded-headers forwardfor",
            "Write whose headers are believed: overrides { trust 10.0.0.0/8 }"
        ),
    ]

    private static let servers: Rows = [
        ("send-proxy send-proxy-v1", "Write cluster * { proxy-protocol v1 }"),
        ("send-proxy-v2 proxy-v2", "Write cluster * { proxy-protocol v2 }"),
        (
            "proxy-ssl-verify grpc-ssl-verify verify-none insecure insecure-skip-verify skip-verify ssl-verify",
            "Write cluster * { tls { verify off } }, or trust its authority: cluster * { tls { ca internal.pem } }"
        ),
        (
            "sni proxy-ssl-name proxy-ssl-server-name grpc-ssl-name verifyhost",
            "Write cluster * { tls { server-name app.internal } }"
        ),
        (
            "proxy-ssl-certificate proxy-ssl-certificate-key grpc-ssl-certificate proxy-ssl-secret",
            "Write cluster * { tls { cert CERTFILE KEYFILE } }"
        ),
        (
            "proxy-ssl-trusted-certificate grpc-ssl-trusted-certificate trusted-ca root-ca",
            "Write cluster * { tls { ca internal.pem } }"
        ),
        ("ssl https", "Write a tls block in the listen block for clients, https:// before the address for servers."),
    ]

    private static let tls: Rows = [
        (
            "ssl-certificate ssl-certificate-key certificate certificate-key key crt ssl-cert tls-certificate secret",
            "Write both files in one line: cert shop.example.com shop.pem shop.key"
        ),
        (
            "ssl-client-certificate ssl-verify-client verify-client client-auth client-certificate ca-file mtls auth-tls-secret auth-tls-verify-client",
            "Write client-ca clients.pem in the tls block, with optional behind it if clients may come without."
        ),
        ("ssl-protocols ssl-min-ver tls-min-version", "Write min-version 1.2 in the tls block."),
        (
            "ssl-ciphers ssl-ciphersuites ciphersuites",
            "Write ciphers NAME… in the tls block, with spaces between them."
        ),
        ("ssl-ecdh-curve ecdh-curve curves", "Write groups X25519 P-256 in the tls block."),
        ("ssl-session-ticket-key tls-ticket-keys", "Write ticket-keys FILE in the tls block."),
        ("ssl-stapling ssl-stapling-file ocsp-stapling", "Write cert shop.pem shop.key { ocsp shop.ocsp }"),
        (
            "ssl-verify-depth verify-depth max-verify-depth auth-tls-verify-depth",
            "Delete it: clients' certificates may always have four intermediates, and no more."
        ),
        (
            "ssl-crl crl crl-file",
            "Delete it: revocation is not looked at; give clients certificates that expire soon."
        ),
        (
            "forward-client-cert-details forwarded-client-cert xfcc auth-tls-pass-certificate-to-upstream",
            "Write forward-client-cert on in the tls block."
        ),
    ]

    private static let limits: Rows = [
        ("client-max-body-size proxy-body-size max-body-size", "Write limits { body 1MiB }"),
        (
            "http2-max-concurrent-streams max-concurrent-streams max-streams concurrent-streams",
            "Write limits { streams 100 } for clients, cluster * { streams 100 } for servers."
        ),
        ("http2-max-header-size large-client-header-buffers max-header-size", "Write limits { head 32KiB }"),
        (
            "glitches glitches-threshold tune.h2.fe.glitches-threshold keepalive-requests",
            "Write limits { misbehaviour 500 }, which is earned back by useful requests."
        ),
        (
            "proxy-read-timeout proxy-send-timeout grpc-read-timeout grpc-send-timeout grpc-timeout timeout-server",
            "Write timeout 15s in the route for a whole answer, service * { idle 30s } for silence; what gRPC's clients ask for is kept to anyway."
        ),
        ("timeout-tunnel tunnel-timeout websocket-timeout", "Write service * { tunnel-idle 1h }"),
        ("proxy-connect-timeout grpc-connect-timeout timeout-connect", "Write cluster * { connect-timeout 1s }"),
        ("keepalive-timeout http2-idle-timeout timeout-http-keep-alive", "Write limits { keep-alive 75s }"),
        ("client-body-timeout", "Write limits { body-idle 30s }"),
        ("client-header-timeout http2-recv-timeout timeout-http-request", "Write limits { head-time 10s }"),
    ]

    private static let values: [String: [String]] = [
        "true": ["on"], "yes": ["on"], "enabled": ["on"], "1": ["on", "v1"],
        "false": ["off"], "no": ["off"], "disabled": ["off"], "0": ["off"], "none": ["off"],
        "required": ["require", "on"], "sanitize-set": ["on"], "append-forward": ["on"], "forward-only": ["on"],
        "sanitize": ["off"], "on": ["require", "v2"], "mandatory": ["require"], "optional-no-ca": ["optional"],
        "tlsv1.2": ["1.2"], "tls1.2": ["1.2"], "tlsv1.3": ["1.3"], "tls1.3": ["1.3"],
        "h1": ["http/1.1"], "http": ["http/1.1"], "http1": ["http/1.1"], "http1.1": ["http/1.1"], "1.1": ["http/1.1"],
        "v1": ["on"], "v2": ["on"], "grpc": ["h2", "h2c"], "grpcs": ["h2"], "http2": ["h2"], "http/2": ["h2"],
        "2": ["v2", "h2"],
    ]
}
