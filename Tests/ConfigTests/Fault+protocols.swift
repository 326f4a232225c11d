// Which mistakes are made about HTTP/2, WebSocket, PROXY headers and clients' certificates?

@testable import Config

extension Fault {
    /// Protocols that cannot be spoken where they are written.
    static let protocols: [Fault] = [
        .listen("HTTP/2 without TLS", "protocols h2 http/1.1\n    respond 404", .protocolMismatch),
        Fault(
            "HTTP/2 without TLS, with TLS",
            "listen :443 {\n    protocols h2c http/1.1\n    tls { cert a.pem a.pem }\n    respond 404\n}",
            files: ["a.pem": ""],
            .protocolMismatch
        ),
        Fault(
            "a protocol twice",
            "listen :443 {\n    protocols h2 http/1.1 h2\n    tls { cert a.pem a.pem }\n    respond 404\n}",
            files: ["a.pem": ""],
            .extraValue
        ),
        .listen("HTTP/2 by another name", "protocols http/2\n    respond 404", .badChoice),
        .listen("HTTP/3", "protocols h3\n    respond 404", .badChoice),
        .listen("no protocol", "protocols\n    respond 404", .missingValue),
        .file("HTTP/2 without TLS to a cluster", "cluster * { protocol h2c }", .badChoice),
        .file("an unknown form of a PROXY header", "cluster * { proxy-protocol v3 }", .badChoice),
        .file("no streams", "cluster * { streams 0 }", .outOfBounds),
        .file("a ping without its unit", "cluster * { ping 30 }", .badDuration),
        Fault(
            "h2c with a tls block",
            "cluster 127.0.0.1:81 { tls { verify off } }\nlisten :80 { route /* to h2c://127.0.0.1:81 }",
            .protocolMismatch
        ),
        Fault(
            "h2c to what speaks HTTP/1.1",
            "cluster * { protocol http/1.1 }\nlisten :80 { route /* to h2c://127.0.0.1:81 h2c://127.0.0.1:82 }",
            .protocolMismatch,
            .protocolMismatch
        ),
        .listen("h2c beside TLS", "route /* to h2c://127.0.0.1:81 https://127.0.0.1:82", .mixedDestinations),
        .listen("h2c with a path", "route /* to h2c://127.0.0.1:81/api", .badAddress),
        .listen("WebSocket where nobody is asked", "route /x respond 404 websocket on", .settingIgnored),
        .listen("half a WebSocket", "websocket maybe\n    respond 404", .badChoice),
        .file("a window that is too small", "limits { window 16KiB }", .outOfBounds),
        .file("a window that is too large", "limits { window 32MiB }", .outOfBounds),
        .listen("a window of one route", "route /x respond 404 { limits { window 1MiB } }", .limitTooLate),
        .file("no end of misbehaviour", "limits { misbehaviour off }", .badNumber),
        .file("misbehaviour without a measure", "limits { misbehaviour }", .missingValue),
        .file("too much misbehaviour", "limits { misbehaviour 1000001 }", .outOfBounds),
        .file("a refill without its time", "limits { misbehaviour 500 { refill 50 } }", .badRate),
        .file("an unknown misbehaviour", "limits { misbehaviour 500 { resets 5 } }", .unknownDirective),
        .file("a cost in the wrong block", "limits { reset 5 }", .misplacedDirective),
        .file("a tunnel that is never cut", "service * { tunnel-idle off }", .badDuration),
        .file("a first byte that is never late", "service * { first-byte off }", .badDuration),
    ]

    /// Who is believed, and by what.
    static let trust: [Fault] = [
        .listen("a PROXY header from anybody", "proxy-protocol on\n    respond 404", .missingDirective),
        Fault(
            "a PROXY header from an identity",
            "overrides { trust identity a }\nlisten :80 {\n    proxy-protocol on\n    respond 404\n}",
            .settingIgnored,
            .missingDirective
        ),
        .listen("a PROXY header of a version", "proxy-protocol v2\n    respond 404", .badChoice),
        .file("identities that nobody shows", "overrides { trust identity spiffe://a/* }", .settingIgnored),
        .file("a star inside an identity", "overrides { trust identity *.a.example }", .settingIgnored, .badName),
        .file("trust without an identity", "overrides { trust identity }", .settingIgnored, .missingValue),
        .file("trust in a certificate", "overrides { trust certificate a.example }", .badChoice),
        .tls("authorities that cannot be read", "client-ca missing.pem", .unreadableCertificate),
        .tls("authorities that are none", "client-ca text.pem", .badCertificate),
        .tls("certificates if need be", "client-ca ca.pem maybe", .badChoice),
        .tls("certificates of nobody", "forward-client-cert on", .missingDirective),
        .tls("a ticket key that cannot be read", "ticket-keys missing.key", .unreadableFile),
        .tls("a ticket key of another size", "ticket-keys ticket.key text.pem", .badTicketKey),
        .tls("a ticket key twice", "ticket-keys ticket.key ticket.key", .extraValue),
        .tls("a stapled answer that cannot be read", "cert b.example a.pem a.pem { ocsp b.ocsp }", .unreadableFile),
        .tls("a stapled answer that is text", "cert b.example a.pem a.pem { ocsp text.pem }", .badCertificate),
        .tls("a certificate with a block of nothing known", "cert b a.pem a.pem { staple x }", .unknownDirective),
        .file("a certificate for servers without its key", "cluster * { tls { cert a.pem } }", .missingValue),
        .file(
            "a certificate for servers that cannot be read",
            "cluster * { tls { cert a.pem a.key } }",
            .unreadableCertificate,
            .unreadableCertificate
        ),
    ]
}
