// Which running gateway is asked?

import ArgumentParser

/// The option that all commands share that ask a running gateway.
struct AdminOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The admin listener of the gateway to ask: host:port, a URL or unix:/path.",
            valueName: "address"
        )
    )
    var admin = "127.0.0.1:9990"
}
