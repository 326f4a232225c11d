// Which words stand in `service`, `cluster` and `limits`?

extension DirectiveCatalogue {
    static let policyWords: [DirectiveEntry] = [
        DirectiveEntry(
            "timeout",
            in: .service,
            "timeout DURATION | off",
            "The time for a whole answer, all attempts together.",
            standard: "15s",
            unit: "duration",
            example: "timeout 15s"
        ),
        DirectiveEntry(
            "first-byte",
            in: .service,
            "first-byte DURATION",
            "The time until an answer begins.",
            standard: "10s",
            unit: "duration",
            example: "first-byte 2s"
        ),
        DirectiveEntry(
            "idle",
            in: .service,
            "idle DURATION | off",
            "The longest silence within an answer.",
            standard: "30s",
            unit: "duration",
            example: "idle 1m"
        ),
        DirectiveEntry(
            "tunnel-idle",
            in: .service,
            "tunnel-idle DURATION",
            "The longest silence on an upgraded connection, both ways together.",
            standard: "10m",
            unit: "duration",
            example: "tunnel-idle 1h"
        ),
        DirectiveEntry(
            "retries",
            in: .service,
            "retries NUMBER",
            "How often a safe request may be tried again; one that a server on HTTP/2 refused unseen, at least 3 times.",
            standard: "1",
            unit: "tries",
            example: "retries 2"
        ),

        DirectiveEntry(
            "connect-timeout",
            in: .cluster,
            "connect-timeout DURATION",
            "The time for a connection to stand.",
            standard: "1s",
            unit: "duration",
            example: "connect-timeout 250ms"
        ),
        DirectiveEntry(
            "pool",
            in: .cluster,
            "pool NUMBER",
            "Idle connections that are kept, per worker.",
            standard: "256",
            unit: "connections",
            example: "pool 32"
        ),
        DirectiveEntry(
            "queue",
            in: .cluster,
            "queue NUMBER",
            "Requests that may wait for a connection, per worker.",
            standard: "1024",
            unit: "requests",
            example: "queue 100"
        ),
        DirectiveEntry(
            "protocol",
            in: .cluster,
            "protocol auto | http/1.1 | h2",
            "The HTTP that the servers speak; auto asks in the TLS handshake and is HTTP/1.1 without TLS, where h2 is spoken without asking.",
            standard: "auto",
            example: "protocol h2"
        ),
        DirectiveEntry(
            "tls",
            in: .cluster,
            "tls { … }",
            "Speaks TLS to the servers, and says how they are verified.",
            example: "tls { ca internal.pem }"
        ),
        DirectiveEntry(
            "streams",
            in: .cluster,
            "streams NUMBER",
            "The most concurrent requests on one HTTP/2 connection; servers may allow fewer.",
            standard: "100",
            unit: "streams",
            example: "streams 250"
        ),
        DirectiveEntry(
            "ping",
            in: .cluster,
            "ping DURATION | off",
            "How long an HTTP/2 connection may be silent before it is asked for a sign of life.",
            standard: "30s",
            unit: "duration",
            example: "ping 10s"
        ),
        DirectiveEntry(
            "proxy-protocol",
            in: .cluster,
            "proxy-protocol off | v1 | v2",
            "Tells servers the client's address in a PROXY header at the beginning of each connection, which then carries one request only.",
            standard: "off",
            example: "proxy-protocol v2"
        ),
        .later("balance", in: .cluster, "How one of several servers is chosen."),
        .later("health", in: .cluster, "Asks servers whether they are well."),
        .later("accrual", in: .cluster, "Avoids servers that fail."),

        DirectiveEntry(
            "ca",
            in: .clusterTLS,
            "ca FILE",
            "The authorities to trust instead of the system's.",
            unit: "path",
            example: "ca /etc/headgate/internal-ca.pem"
        ),
        DirectiveEntry(
            "server-name",
            in: .clusterTLS,
            "server-name NAME",
            "The name to verify and to ask for, instead of the address's.",
            example: "server-name app.internal"
        ),
        DirectiveEntry(
            "verify",
            in: .clusterTLS,
            "verify on | off",
            "Whether the server's certificate must be valid.",
            standard: "on",
            example: "verify off"
        ),
        DirectiveEntry(
            "cert",
            in: .clusterTLS,
            "cert CERTFILE KEYFILE",
            "The certificate that is shown to servers that ask for one.",
            unit: "path",
            example: "cert /etc/headgate/client.pem /etc/headgate/client.key"
        ),
    ]

    static let limitWords: [DirectiveEntry] =
        [
            limit("head", "SIZE", "Bytes of a request head, all fields and the request line.", "32KiB", "size"),
            limit("fields", "NUMBER", "Fields of a request head.", "100", "fields"),
            limit("target", "SIZE", "Bytes of a request target.", "8KiB", "size"),
            limit("body", "SIZE | off", "Bytes of a request body.", "off", "size"),
            limit(
                "streams",
                "NUMBER",
                "Concurrent streams of an HTTP/2 connection.",
                "100",
                "streams"
            ),
            limit(
                "window",
                "SIZE",
                "Bytes that an HTTP/2 client may send ahead on one stream; the connection has four times that.",
                "256KiB",
                "size"
            ),
            DirectiveEntry(
                "misbehaviour",
                in: .limits,
                "misbehaviour [POINTS] [{ … }]",
                "Points that one HTTP/2 connection may spend on trouble, beyond what its useful requests earn back, before it is ended.",
                standard: "500",
                unit: "points",
                example: "misbehaviour 1000 { reset 10 }"
            ),
            limit("connections", "NUMBER", "Connections of a listener.", "20000", "connections"),
            limit("handshake", "DURATION", "The whole TLS handshake.", "10s", "duration"),
            limit("head-time", "DURATION", "From the first to the last byte of a head.", "10s", "duration"),
            limit("body-idle", "DURATION", "The longest silence within a request body.", "30s", "duration"),
            limit(
                "body-rate",
                "SIZE/s | off",
                "The least speed of a request body over any ten seconds.",
                "64B/s",
                "bytes a second"
            ),
            limit("write-idle", "DURATION", "How long a client may take nothing of its answer.", "30s", "duration"),
            limit("keep-alive", "DURATION", "How long a connection may wait for its next request.", "75s", "duration"),
            limit("grace", "DURATION", "How long a drain waits for what still runs.", "30s", "duration"),
        ] + misbehaviourWords

    private static let misbehaviourWords: [DirectiveEntry] = [
        DirectiveEntry(
            "refill",
            in: .misbehaviour,
            "refill NUMBER/s",
            "Points that come back, up to what the connection began with.",
            standard: "50/s",
            unit: "points a second",
            example: "refill 10/s"
        ),
        cost("reset", "A stream that the client resets before its answer is complete.", 5),
        cost("refusal", "A stream that is refused or reset here: a malformed request, a fault on a stream.", 10),
        cost("control", "A PING, SETTINGS, PRIORITY or WINDOW_UPDATE frame, or one of an unknown type.", 1),
        cost("empty", "A DATA, HEADERS or CONTINUATION frame that carries nothing.", 2),
        cost(
            "tiny",
            "A thousand DATA frames of fewer than 16 bytes that do not end their stream, beyond one for each frame that was sent back.",
            2
        ),
        cost("continuation", "A CONTINUATION frame.", 5),
    ]

    private static func cost(_ word: String, _ summary: String, _ standard: Int) -> DirectiveEntry {
        DirectiveEntry(
            word,
            in: .misbehaviour,
            "\(word) NUMBER",
            summary,
            standard: "\(standard)",
            unit: "points",
            example: "\(word) \(standard * 2)"
        )
    }

    private static func limit(
        _ word: String,
        _ value: String,
        _ summary: String,
        _ standard: String,
        _ unit: String
    ) -> DirectiveEntry {
        DirectiveEntry(
            word,
            in: .limits,
            "\(word) \(value)",
            summary,
            standard: standard,
            unit: unit,
            example: "\(word) \(standard)"
        )
    }
}
