// What does a `zipkin` line say?

extension ExporterConfig {
    init?(reading directive: ConfigDirective, _ outer: BlockReader) {
        let reader = BlockReader(directive.block, in: .zipkin, outer.context)
        guard let value = outer.value(of: directive), let url = outer.values.url(value) else { return nil }
        self.init(url: url, place: directive.word.place)
        queueBytes = reader.size("queue", default: queueBytes, in: (64 << 10)...(4 << 30))
        gzip = reader.flag("gzip", default: gzip)
        timeout = reader.duration("timeout", default: timeout, in: .milliseconds(10)...(.seconds(300)))
        retryFor = reader.duration("retry-for", default: retryFor, in: .zero...(.seconds(86_400)))
        if let batch = reader.only("batch") { readBatch(batch, reader) }
        if let block = reader.only("tls") {
            tls = UpstreamTLSConfig(reading: BlockReader(block.block, in: .clusterTLS, outer.context))
            if let word = block.block?.directives.first(where: { $0.name == "server-name" })?.word {
                let hint = "Write the name of its certificate into the URL: zipkin https://\(url.host)/…"
                reader.sink.warning(.settingIgnored, at: word, "a collector is verified by its URL's host", hint: hint)
            }
            if url.scheme == .http {
                reader.sink.warning(.settingIgnored, at: block.word, "tls has no meaning for a collector at http://")
            }
        }
    }

    /// `512 or 500KiB or 1s`: each part says by its unit what it bounds.
    private mutating func readBatch(_ directive: ConfigDirective, _ reader: BlockReader) {
        guard reader.expect(1...5, in: directive) else { return }
        for (index, value) in directive.values.enumerated() {
            if index % 2 == 1 {
                guard value.text == "or" else { return Self.reportBatch(value, reader) }
            } else {
                readBatchBound(value, reader)
            }
        }
        if directive.values.count % 2 == 0, let last = directive.values.last { Self.reportBatch(last, reader) }
    }

    private mutating func readBatchBound(_ value: ConfigValue, _ reader: BlockReader) {
        guard let decimal = DecimalText(value.text) else { return Self.reportBatch(value, reader) }
        if decimal.unit.isEmpty {
            batchCount = reader.values.count(value, in: 1...100_000) ?? batchCount
        } else if decimal.unit.hasSuffix("B") {
            batchBytes = reader.values.size(value, in: 1024...(64 << 20)) ?? batchBytes
        } else {
            batchAge = reader.values.duration(value, in: .milliseconds(1)...(.seconds(300))) ?? batchAge
        }
    }

    private static func reportBatch(_ value: ConfigValue, _ reader: BlockReader) {
        let hint = "It is written: batch 512 or 500KiB or 1s"
        reader.sink.error(.badNumber, at: value, "\"\(value.text)\" has no meaning here", hint: hint)
    }
}
