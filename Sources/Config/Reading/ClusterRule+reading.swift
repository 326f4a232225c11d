// What does a `cluster` block say?

extension ClusterRule {
    init?(reading directive: ConfigDirective, _ outer: BlockReader) {
        let reader = BlockReader(directive.block, in: .cluster, outer.context)
        var fields = ClusterFields()
        fields.connectTimeout = reader.durationIfWritten("connect-timeout", in: .milliseconds(1)...(.seconds(60)))
        fields.pool = reader.countIfWritten("pool", in: 0...100_000)
        fields.queue = reader.countIfWritten("queue", in: 0...1_000_000)
        if let value = reader.single("protocol") { fields.httpProtocol = ClusterRule.httpProtocol(value, reader) }
        if let block = reader.only("tls") {
            fields.tls = UpstreamTLSConfig(reading: BlockReader(block.block, in: .clusterTLS, outer.context))
        }
        guard let value = outer.value(of: directive), let pattern = outer.values.namePattern(value, addresses: true)
        else { return nil }
        self.init(pattern: pattern, fields: fields, place: directive.word.place)
    }

    private static func httpProtocol(_ value: ConfigValue, _ reader: BlockReader) -> HTTPProtocol?? {
        if value.text == "h2" || value.text == "h2c" {
            reader.values.reportHTTP2(value)
            return nil
        }
        let choices: [(String, HTTPProtocol?)] = [("auto", nil), ("http/1.1", .http11)]
        return reader.values.choice(value, among: choices)
    }
}
