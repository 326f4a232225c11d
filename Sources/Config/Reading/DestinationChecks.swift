// Do the addresses of routes and the `cluster` blocks ask for the same?

/// The checks of `h2c://` addresses, which say how they are spoken to, against the blocks that hold for them.
struct DestinationChecks {
    let config: GatewayConfig
    let sink: DiagnosticSink

    func run() {
        var seen: Set<DestinationAddress> = []
        for route in config.routes {
            guard case .to(.addresses(let addresses)) = route.action else { continue }
            for address in addresses where address.scheme == .h2c && seen.insert(address).inserted { check(address) }
        }
    }

    private func check(_ address: DestinationAddress) {
        let rules = rules(for: address)
        if let rule = rules.last(where: { $0.fields.tls != nil }) {
            let bare = address.description.dropFirst("h2c://".count)
            let hint = "Write https://\(bare), or take the tls block away."
            report(address, rule, "is spoken to without TLS", "has a tls block", hint: hint)
        }
        if let rule = rules.last(where: { $0.fields.httpProtocol != nil }), rule.fields.httpProtocol == .http11 {
            report(address, rule, "speaks HTTP/2", "says protocol http/1.1", hint: "Keep one of them.")
        }
    }

    private func rules(for address: DestinationAddress) -> [ClusterRule] {
        let spellings = ClusterSpelling.all(of: address.description)
        return config.clusters.filter { rule in spellings.contains { rule.pattern.matches(name: $0) } }
    }

    private func report(
        _ address: DestinationAddress,
        _ rule: ClusterRule,
        _ asked: String,
        _ said: String,
        hint: String
    ) {
        let line = rule.place.line(seenFrom: address.place)
        let message = "\(address) \(asked), and the cluster block in \(line) \(said)"
        let length = address.description.count
        sink.report(Diagnostic(.error, .protocolMismatch, at: address.place, length: length, message, hint: hint))
    }
}
