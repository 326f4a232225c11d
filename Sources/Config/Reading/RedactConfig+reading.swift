// What does the `redact` line say?

extension RedactConfig {
    init(reading directive: ConfigDirective, _ reader: BlockReader) {
        self.init()
        guard reader.expect(1...64, in: directive) else { return }
        let values = directive.values
        let subject: Query? = reader.values.choice(values[0], among: [("query", .all), ("nothing", Query.none)])
        guard let subject else { return }
        query = subject
        guard values.count > 1 else { return }
        guard subject == .all, values[1].text == "except", values.count > 2 else {
            let hint = "It is written: redact query except page sort"
            reader.sink.error(.extraValue, at: values[1], "\"\(values[1].text)\" has no meaning here", hint: hint)
            return
        }
        query = .except(values.dropFirst(2).map(\.text))
    }
}
