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
            "How often a safe request may be tried again.",
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
            "protocol auto | http/1.1",
            "The HTTP that the servers speak.",
            standard: "auto",
            example: "protocol http/1.1"
        ),
        DirectiveEntry(
            "tls",
            in: .cluster,
            "tls { … }",
            "Speaks TLS to the servers, and says how they are verified.",
            example: "tls { ca internal.pem }"
        ),
        .later("balance", in: .cluster, "How one of several servers is chosen."),
        .later("health", in: .cluster, "Asks servers whether they are well."),
        .later("accrual", in: .cluster, "Avoids servers that fail."),
        .later("proxy-protocol", in: .cluster, "Tells servers the client's address in a PROXY header."),

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
        .later("cert", in: .clusterTLS, "Shows a certificate of our own to the servers."),
    ]

    static let limitWords: [DirectiveEntry] = [
        limit("head", "SIZE", "Bytes of a request head, all fields and the request line.", "32KiB", "size"),
        limit("fields", "NUMBER", "Fields of a request head.", "100", "fields"),
        limit("target", "SIZE", "Bytes of a request target.", "8KiB", "size"),
        limit("body", "SIZE | off", "Bytes of a request body.", "off", "size"),
        limit(
            "streams",
            "NUMBER",
            "Concurrent streams of an HTTP/2 connection, from the next release on.",
            "100",
            "streams"
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
    ]

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
