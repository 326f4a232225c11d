// Which words stand in `listen`, `tls`, `host` and `route`?

extension DirectiveCatalogue {
    static let listenWords: [DirectiveEntry] =
        [
            DirectiveEntry(
                "protocols",
                in: .listen,
                "protocols h2 | h2c | http/1.1 …",
                "The versions of HTTP that are offered here, best first; with TLS they are h2 http/1.1 unless this says otherwise. h2c is HTTP/2 without TLS, told apart by how the client begins.",
                standard: "http/1.1",
                example: "protocols http/1.1 h2c"
            ),
            DirectiveEntry(
                "tls",
                in: .listen,
                "tls { … }",
                "Terminates TLS here.",
                example: "tls { cert shop.example.com shop.pem shop.key }"
            ),
            DirectiveEntry(
                "host",
                in: .listen,
                "host NAME… { … }",
                "The routes of these host names; the most exact name wins.",
                example: "host shop.example.com *.shop.example.com { route /* to 127.0.0.1:8081 }"
            ),
            DirectiveEntry(
                "proxy-protocol",
                in: .listen,
                "proxy-protocol on | off",
                "Takes the client's address from the PROXY header (v1 or v2) with which every connection must then begin; only trusted addresses may connect.",
                standard: "off",
                example: "proxy-protocol on"
            ),

            DirectiveEntry(
                "cert",
                in: .tls,
                "cert [NAME…] CERTFILE KEYFILE [{ … }]",
                "A certificate and its key, for these server names; * or no name makes it the default. The same names may stand again with another type of key.",
                example: "cert shop.example.com /etc/headgate/shop.pem /etc/headgate/shop.key"
            ),
            DirectiveEntry(
                "min-version",
                in: .tls,
                "min-version 1.2 | 1.3",
                "The oldest TLS that is accepted.",
                standard: "1.2",
                example: "min-version 1.3"
            ),
            DirectiveEntry(
                "max-version",
                in: .tls,
                "max-version 1.2 | 1.3",
                "The newest TLS that is accepted.",
                standard: "1.3",
                example: "max-version 1.2"
            ),
            DirectiveEntry(
                "ciphers",
                in: .tls,
                "ciphers NAME…",
                "The cipher suites, best first; nothing leaves the choice to the gateway.",
                example: "ciphers TLS_AES_128_GCM_SHA256"
            ),
            DirectiveEntry(
                "groups",
                in: .tls,
                "groups NAME…",
                "The key exchange groups, best first; nothing leaves the choice to the gateway.",
                example: "groups X25519 P-256"
            ),
            DirectiveEntry(
                "client-ca",
                in: .tls,
                "client-ca FILE [require | optional]",
                "Asks clients for a certificate of these authorities; those without one are refused, unless it is optional. A wrong one is always refused.",
                unit: "path",
                example: "client-ca /etc/headgate/clients.pem optional"
            ),
            DirectiveEntry(
                "forward-client-cert",
                in: .tls,
                "forward-client-cert on | off",
                "Tells servers the client's certificate in X-Forwarded-Client-Cert. What clients write there is removed, on or off; only a trusted one with a certificate is continued.",
                standard: "off",
                example: "forward-client-cert on"
            ),
            DirectiveEntry(
                "ticket-keys",
                in: .tls,
                "ticket-keys FILE…",
                "Files of 80 random bytes, shared by gateways that resume each other's sessions: the first seals tickets, all open them. Without it each process makes its own.",
                unit: "path",
                example: "ticket-keys /etc/headgate/ticket.key /etc/headgate/ticket.old"
            ),

            DirectiveEntry(
                "ocsp",
                in: .cert,
                "ocsp FILE",
                "The authority's answer that the certificate is not revoked, in DER, which is sent along in handshakes.",
                unit: "path",
                example: "ocsp /etc/headgate/shop.ocsp"
            ),
        ] + routeSettings(in: .listen) + answers(in: .listen) + routeWord(in: .listen) + routeSettings(in: .host)
        + answers(in: .host) + routeWord(in: .host)

    static let routeWords: [DirectiveEntry] =
        [
            DirectiveEntry(
                "to",
                in: .route,
                "to NAME | ADDRESS…",
                "Where requests go: a name that the dtab binds, or addresses; https:// brings TLS, h2c:// HTTP/2 without it.",
                example: "route /* to 127.0.0.1:8081 127.0.0.1:8082"
            ),
            DirectiveEntry(
                "match",
                in: .route,
                "match method NAME… | header NAME [VALUE] | query NAME [VALUE]",
                "What else a request must have; all must hold.",
                example: "match header X-Beta yes"
            ),
            .later("at-most", in: .route, "Caps the traces a second."),
            .later("at-least", in: .route, "Promises some traces a second to rare routes."),
            .later("rewrite", in: .route, "Changes the path or the host."),
            .later("header", in: .route, "Sets or removes header fields."),
            .later("redact", in: .route, "Leaves things out of this route's spans."),
            .later("tag", in: .route, "Adds a tag to this route's spans."),
        ] + answers(in: .route) + routeSettings(in: .route)

    private static func routeWord(in scope: DirectiveScope) -> [DirectiveEntry] {
        [
            DirectiveEntry(
                "route",
                in: scope,
                "route PATH to DESTINATION [SETTING…] [{ … }]",
                "One line of the routing table; the first that matches takes the request.",
                example: "route /checkout/* to /svc/checkout sample 100% timeout 10s"
            )
        ]
    }

    private static func answers(in scope: DirectiveScope) -> [DirectiveEntry] {
        let rest = scope == .route ? "" : " for whatever no route takes"
        return [
            DirectiveEntry(
                "redirect",
                in: scope,
                "redirect [STATUS] https | URL",
                "Answers with a redirect\(rest); 308 unless a status is given.",
                example: "redirect https"
            ),
            DirectiveEntry(
                "respond",
                in: scope,
                "respond STATUS [TEXT]",
                "Answers with a status and a text\(rest).",
                example: "respond 403 \"not here\""
            ),
        ]
    }

    /// The settings that flow from a listener into its hosts and routes.
    private static func routeSettings(in scope: DirectiveScope) -> [DirectiveEntry] {
        [
            DirectiveEntry(
                "sample",
                in: scope,
                "sample RATE",
                "The share of these requests that are traced.",
                unit: "rate",
                example: "sample 100%"
            ),
            DirectiveEntry(
                "timeout",
                in: scope,
                "timeout DURATION | off",
                "The time for a whole answer, all attempts; wins over the service's.",
                unit: "duration",
                example: "timeout 10s"
            ),
            DirectiveEntry(
                "retries",
                in: scope,
                "retries NUMBER",
                "How often a safe request may be tried again, at least 3 times if refused unseen; wins over the service's.",
                unit: "tries",
                example: "retries 2"
            ),
            DirectiveEntry(
                "websocket",
                in: scope,
                "websocket on | off",
                "Whether requests may upgrade to WebSocket, by an Upgrade field or HTTP/2's extended CONNECT.",
                standard: "off",
                example: "websocket on"
            ),
            DirectiveEntry(
                "return-trace-id",
                in: scope,
                "return-trace-id HEADER [to trusted]",
                "Puts the trace id into a response field, for everybody or for trusted clients.",
                example: "return-trace-id X-Trace-Id to trusted"
            ),
            DirectiveEntry(
                "limits",
                in: scope,
                "limits { … }",
                "Limits that differ here from those around it.",
                example: "limits { body 1MiB }"
            ),
        ]
    }
}
