// What does a `service` block say?

extension ServiceRule {
    init?(reading directive: ConfigDirective, _ outer: BlockReader) {
        let reader = BlockReader(directive.block, in: .service, outer.context)
        let bounds: ClosedRange<Duration> = .milliseconds(1)...(.seconds(86_400))
        var fields = ServiceFields()
        fields.timeout = reader.durationOrOff("timeout", in: bounds)
        fields.firstByte = reader.durationIfWritten("first-byte", in: bounds)
        fields.idle = reader.durationOrOff("idle", in: bounds)
        fields.retries = reader.countIfWritten("retries", in: 0...10)
        fields.tunnelIdle = reader.durationIfWritten("tunnel-idle", in: bounds)
        ServiceRule.checkOrder(fields, reader)
        guard let value = outer.value(of: directive), let pattern = outer.values.namePattern(value, addresses: false)
        else { return nil }
        self.init(pattern: pattern, fields: fields, place: directive.word.place)
    }

    private static func checkOrder(_ fields: ServiceFields, _ reader: BlockReader) {
        guard let firstByte = fields.firstByte, let timeout = fields.timeout ?? nil, firstByte > timeout,
            let value = reader.all("first-byte").first?.values.first
        else { return }
        let message = "first-byte \(value.text) is longer than timeout \(DurationText.text(timeout))"
        reader.sink.error(
            .timeoutOrder,
            at: value,
            message,
            hint: "The timeout covers the whole answer; make it the longest."
        )
    }
}
