// What does a `cluster` block say?

extension ClusterRule {
    init?(reading directive: ConfigDirective, _ outer: BlockReader) {
        let reader = BlockReader(directive.block, in: .cluster, outer.context)
        var fields = ClusterFields()
        fields.connectTimeout = reader.durationIfWritten("connect-timeout", in: .milliseconds(1)...(.seconds(60)))
        fields.pool = reader.countIfWritten("pool", in: 0...100_000)
        fields.queue = reader.countIfWritten("queue", in: 0...1_000_000)
        fields.streams = reader.countIfWritten("streams", in: 1...100_000)
        fields.ping = reader.durationOrOff("ping", in: .milliseconds(10)...(.seconds(86_400)))
        fields.proxyProtocol = ClusterRule.proxyProtocol(reader)
        if let value = reader.single("protocol") { fields.httpProtocol = ClusterRule.httpProtocol(value, reader) }
        if let block = reader.only("tls") {
            fields.tls = UpstreamTLSConfig(reading: BlockReader(block.block, in: .clusterTLS, outer.context))
        }
        guard let value = outer.value(of: directive), let pattern = outer.values.namePattern(value, addresses: true)
        else { return nil }
        self.init(pattern: pattern, fields: fields, place: directive.word.place)
    }

    private static func httpProtocol(_ value: ConfigValue, _ reader: BlockReader) -> HTTPProtocol?? {
        if value.text == "h2c" {
            let hint = "Write h2: without a tls block it is spoken at once, without asking."
            reader.sink.error(.badChoice, at: value, "\"h2c\" is a word of listeners and of addresses", hint: hint)
            return nil
        }
        let choices: [(String, HTTPProtocol?)] = [("auto", nil), ("http/1.1", .http11), ("h2", .h2)]
        return reader.values.choice(value, among: choices)
    }

    private static func proxyProtocol(_ reader: BlockReader) -> ProxyProtocolVersion?? {
        reader.choice("proxy-protocol", among: [("off", nil), ("v1", ProxyProtocolVersion.v1), ("v2", .v2)])
    }
}
