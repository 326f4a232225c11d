// Which words stand in the file itself?

extension DirectiveCatalogue {
    static let fileWords: [DirectiveEntry] = [
        DirectiveEntry(
            "workers",
            in: .file,
            "workers auto | NUMBER",
            "How many threads serve requests.",
            standard: "auto",
            unit: "threads",
            example: "workers 4"
        ),
        DirectiveEntry(
            "admin",
            in: .file,
            "admin ADDRESS | off",
            "Where metrics, health, routes and traces are served.",
            standard: "127.0.0.1:9990",
            unit: "address",
            example: "admin 127.0.0.1:9990"
        ),
        DirectiveEntry(
            "trace",
            in: .file,
            "trace { … }",
            "Sampling, propagation, and where spans go.",
            example: "trace { sample 1% }"
        ),
        DirectiveEntry(
            "overrides",
            in: .file,
            "overrides { … }",
            "Who may steer sampling and routing with headers.",
            example: "overrides { trust 10.0.0.0/8 }"
        ),
        DirectiveEntry(
            "dtab",
            in: .file,
            "dtab { PREFIX => TREE … }",
            "Binds names such as /svc/web to servers.",
            example: "dtab { /svc/web => /$/inet/127.0.0.1/8081 }"
        ),
        DirectiveEntry(
            "listen",
            in: .file,
            "listen ADDRESS { … }",
            "Accepts connections on an address.",
            unit: "address",
            example: "listen :8080 { route /* to 127.0.0.1:8081 }"
        ),
        DirectiveEntry(
            "service",
            in: .file,
            "service PATTERN { … }",
            "What a client may expect of the names that match.",
            example: "service /svc/* { timeout 15s }"
        ),
        DirectiveEntry(
            "cluster",
            in: .file,
            "cluster PATTERN { … }",
            "How bound names and addresses that match are spoken to.",
            example: "cluster * { connect-timeout 1s }"
        ),
        DirectiveEntry(
            "limits",
            in: .file,
            "limits { … }",
            "How much, how many and how long, unless a block inside says otherwise.",
            example: "limits { head 32KiB }"
        ),
        DirectiveEntry(
            "access-log",
            in: .file,
            "access-log off | text [PATH] | json [PATH]",
            "Writes a line for each exchange, to standard output unless a path is given.",
            standard: "off",
            example: "access-log json /var/log/headgate.log"
        ),
        DirectiveEntry(
            "log",
            in: .file,
            "log error | warning | notice | info | debug | trace",
            "The least severe messages that the gateway writes about itself.",
            standard: "notice",
            example: "log info"
        ),
        DirectiveEntry(
            "include",
            in: .file,
            "include GLOB",
            "Reads other files as if they stood here; allowed in every block. Wildcards stand in file names only.",
            example: "include routes/*.conf"
        ),
        .later("namer", in: .file, "Finds the servers of a name in files, DNS, Consul, Kubernetes or etcd."),
    ]
}
