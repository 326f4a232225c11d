// Which words stand in `trace` and in the blocks inside it?

extension DirectiveCatalogue {
    static let traceWords: [DirectiveEntry] = [
        DirectiveEntry(
            "zipkin",
            in: .trace,
            "zipkin URL [{ … }]",
            "Sends spans to a collector as Zipkin v2 JSON; may be repeated.",
            unit: "url",
            example: "zipkin http://127.0.0.1:9411/api/v2/spans"
        ),
        DirectiveEntry(
            "archive",
            in: .trace,
            "archive memory | off | PATH [{ … }]",
            "Keeps recent traces in the gateway itself, in memory or in an SQLite file.",
            standard: "memory",
            example: "archive traces.db { age 6h }"
        ),
        DirectiveEntry(
            "sample",
            in: .trace,
            "sample RATE",
            "The share of requests that are traced, unless a block inside says otherwise.",
            standard: "1%",
            unit: "rate",
            example: "sample 0.1%"
        ),
        DirectiveEntry(
            "propagate",
            in: .trace,
            "propagate FORMAT…",
            "The context formats, read in this order and all written.",
            standard: "b3 b3multi w3c",
            example: "propagate b3multi w3c"
        ),
        DirectiveEntry(
            "redact",
            in: .trace,
            "redact query [except NAME…] | nothing",
            "What is left out of spans.",
            standard: "query",
            example: "redact query except page sort"
        ),
        DirectiveEntry(
            "service",
            in: .trace,
            "service NAME",
            "The service name of the gateway's own spans.",
            standard: "headgate",
            example: "service edge-eu"
        ),
        DirectiveEntry(
            "return-trace-id",
            in: .trace,
            "return-trace-id HEADER [to trusted]",
            "Puts the trace id into a response field, for everybody or for trusted clients.",
            example: "return-trace-id X-Trace-Id to trusted"
        ),
        .later("otlp", in: .trace, "Sends spans as OTLP."),
        .later("at-most", in: .trace, "Caps the traces a second."),
        .later("at-least", in: .trace, "Promises some traces a second to rare routes."),
        .later("tag", in: .trace, "Adds a tag to every span."),

        DirectiveEntry(
            "queue",
            in: .zipkin,
            "queue SIZE",
            "The most bytes of spans that may wait for this collector.",
            standard: "16MiB",
            unit: "size",
            example: "queue 64MiB"
        ),
        DirectiveEntry(
            "batch",
            in: .zipkin,
            "batch COUNT [or SIZE] [or DURATION]",
            "When a batch is sent: at so many spans, bytes, or at this age, whichever comes first.",
            standard: "512 or 500000B or 1s",
            example: "batch 512 or 1s"
        ),
        DirectiveEntry(
            "gzip",
            in: .zipkin,
            "gzip on | off",
            "Whether batches are compressed.",
            standard: "off",
            example: "gzip on"
        ),
        DirectiveEntry(
            "timeout",
            in: .zipkin,
            "timeout DURATION",
            "How long one delivery may take.",
            standard: "10s",
            unit: "duration",
            example: "timeout 5s"
        ),
        DirectiveEntry(
            "retry-for",
            in: .zipkin,
            "retry-for DURATION",
            "How long a refused batch is tried again before it is dropped and counted.",
            standard: "5m",
            unit: "duration",
            example: "retry-for 1m"
        ),
        DirectiveEntry(
            "tls",
            in: .zipkin,
            "tls { … }",
            "How an https collector is verified.",
            example: "tls { ca /etc/ssl/internal.pem }"
        ),

        DirectiveEntry(
            "size",
            in: .archive,
            "size SIZE",
            "The most bytes of traces that are kept.",
            standard: "64MiB",
            unit: "size",
            example: "size 1GiB"
        ),
        DirectiveEntry(
            "age",
            in: .archive,
            "age DURATION",
            "How long traces are kept.",
            standard: "1h",
            unit: "duration",
            example: "age 24h"
        ),
        DirectiveEntry(
            "intake",
            in: .archive,
            "intake NUMBER/s",
            "The most new traces a second that are kept; others are counted.",
            standard: "50/s",
            unit: "traces a second",
            example: "intake 200/s"
        ),
    ]

    static let overrideWords: [DirectiveEntry] = [
        DirectiveEntry(
            "trust",
            in: .overrides,
            "trust RANGE… | identity NAME…",
            "The clients whose headers are believed, by address or by the name in their verified certificate (its first URI, else DNS name, else common name; * at the end stands for any rest); may be repeated.",
            unit: "cidr",
            example: "trust 10.0.0.0/8 192.168.0.0/16"
        ),
        DirectiveEntry(
            "allow",
            in: .overrides,
            "allow sample | parent | dtab …",
            "What trusted clients may do: force or hide traces, continue their own, reroute requests.",
            standard: "sample parent",
            example: "allow sample parent dtab"
        ),
        DirectiveEntry(
            "otherwise",
            in: .overrides,
            "otherwise strip",
            "What happens to the override headers of everybody else.",
            standard: "strip",
            example: "otherwise strip"
        ),
    ]
}
