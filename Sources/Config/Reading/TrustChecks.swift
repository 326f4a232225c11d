// Is there anybody to trust, where trust is asked for?

/// The checks between `overrides` and the listeners.
struct TrustChecks {
    /// The `trust` lines.
    private let lines: [ConfigDirective]
    private let sink: DiagnosticSink

    init(_ overrides: ConfigDirective?, _ sink: DiagnosticSink) {
        lines = overrides?.block?.directives.filter { $0.name == "trust" } ?? []
        self.sink = sink
    }

    /// A PROXY header is only believed from a trusted address.
    func checkProxyProtocol(of listener: ConfigDirective) {
        guard !lines.contains(where: { !OverridesConfig.namesIdentities($0) }) else { return }
        for directive in listener.block?.directives ?? [] where directive.name == "proxy-protocol" {
            guard let value = directive.values.first, value.text == "on" else { continue }
            let hint = "Name the load balancers in front: overrides { trust 10.0.0.0/8 }"
            let message = "PROXY headers are believed only from trusted addresses, and there are none"
            sink.error(.missingDirective, at: value, message, hint: hint)
        }
    }

    /// Identities come from certificates that some listener asks for.
    func checkIdentities(_ listeners: [ListenerConfig]) {
        guard !listeners.contains(where: { $0.tls?.clientCA != nil }),
            let word = lines.first(where: OverridesConfig.namesIdentities)?.values.first
        else { return }
        let hint = "Add client-ca FILE to the tls block of a listener."
        sink.warning(.settingIgnored, at: word, "no listener asks clients for certificates", hint: hint)
    }
}
