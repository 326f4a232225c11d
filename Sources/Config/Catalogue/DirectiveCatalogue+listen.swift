// Which words stand in `listen`, `tls`, `host` and `route`?

extension DirectiveCatalogue {
    static let listenWords: [DirectiveEntry] =
        [
            DirectiveEntry(
                "protocols",
                in: .listen,
                "protocols http/1.1",
                "The versions of HTTP that are offered here.",
                standard: "http/1.1",
                example: "protocols http/1.1"
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
            .later("proxy-protocol", in: .listen, "Takes the client's address from a PROXY header."),

            DirectiveEntry(
                "cert",
                in: .tls,
                "cert [NAME…] CERTFILE KEYFILE",
                "A certificate and its key, for these server names; * or no name makes it the default.",
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
            .later("client-ca", in: .tls, "Asks clients for certificates."),
        ] + routeSettings(in: .listen) + answers(in: .listen) + routeWord(in: .listen) + routeSettings(in: .host)
        + answers(in: .host) + routeWord(in: .host)

    static let routeWords: [DirectiveEntry] =
        [
            DirectiveEntry(
                "to",
                in: .route,
                "to NAME | ADDRESS…",
                "Where requests go: a name that the dtab binds, or addresses.",
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
                "How often a safe request may be tried again; wins over the service's.",
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
