// What does the `trace` block say?

import Telemetry

extension TracingConfig {
    init(reading reader: BlockReader) {
        self.init()
        exporters = reader.all("zipkin").compactMap { ExporterConfig(reading: $0, reader) }
        if let directive = reader.only("archive") { archive = ArchiveConfig(reading: directive, reader) }
        if let directive = reader.only("propagate"), let formats = Self.formats(directive, reader) {
            propagate = formats
        }
        if let value = reader.single("sample"), let rate = reader.values.rate(value) {
            sample = rate
            sampleOrigin = value.place
        }
        if let directive = reader.only("redact") { redact = RedactConfig(reading: directive, reader) }
        if let value = reader.single("service"), let name = Self.serviceName(value, reader) { serviceName = name }
    }

    private static func formats(_ directive: ConfigDirective, _ reader: BlockReader) -> [TraceFormat]? {
        guard reader.expect(1...8, in: directive) else { return nil }
        let choices = TraceFormat.allCases.map { ("\($0.name)", $0) }
        var formats: [TraceFormat] = []
        for value in directive.values {
            guard let format = reader.values.choice(value, among: choices) else { continue }
            if formats.contains(format) {
                reader.sink.error(.extraValue, at: value, "\"\(value.text)\" is written twice")
            } else {
                formats.append(format)
            }
        }
        return formats.isEmpty ? nil : formats
    }

    private static func serviceName(_ value: ConfigValue, _ reader: BlockReader) -> String? {
        let visible = value.text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
        guard visible, (1...128).contains(value.text.utf8.count) else {
            let hint = "Use 1 to 128 characters without spaces."
            reader.sink.error(.badName, at: value, "\"\(value.text)\" cannot be a service name", hint: hint)
            return nil
        }
        return value.text
    }
}
