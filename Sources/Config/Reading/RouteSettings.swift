// Which settings flow from a listener through its hosts into its routes?

import Bytes
import Telemetry

/// What flows inwards, trace to listen to host to route; the innermost wins, setting by setting.
struct RouteSettings {
    var sample: SampleRate
    var sampleOrigin: SourcePlace?
    var timeout: Duration??
    var retries: Int?
    var websocket = false
    var returnTraceID: ReturnTraceID?
    var limits: LimitsConfig

    /// The same settings with what a block inside has written.
    func reading(_ reader: BlockReader) -> RouteSettings {
        var inner = self
        if let value = reader.single("sample"), let rate = reader.values.rate(value) {
            inner.sample = rate
            inner.sampleOrigin = value.place
        }
        if let written = reader.durationOrOff("timeout", in: .milliseconds(1)...(.seconds(86_400))) {
            inner.timeout = .some(written)
        }
        inner.retries = reader.countIfWritten("retries", in: 0...10) ?? retries
        inner.websocket = reader.flag("websocket", default: websocket)
        if let directive = reader.only("return-trace-id") {
            inner.returnTraceID = ReturnTraceID(reading: directive, reader) ?? returnTraceID
        }
        let limits = reader.only("limits")
        inner.limits = LimitsConfig(reading: limits, in: reader.scope, over: self.limits, reader.context)
        return inner
    }
}

extension ReturnTraceID {
    init?(reading directive: ConfigDirective, _ reader: BlockReader) {
        guard reader.expect(1...3, in: directive) else { return nil }
        let values = directive.values
        let name = values[0].text
        guard !name.isEmpty, name.utf8.allSatisfy(ASCII.isToken) else {
            reader.sink.error(.badHeaderName, at: values[0], "\"\(name)\" cannot be a header's name")
            return nil
        }
        if values.count > 1, values.map(\.text).dropFirst() != ["to", "trusted"] {
            let hint = "It is written: return-trace-id X-Trace-Id to trusted"
            reader.sink.error(.extraValue, at: values[1], "\"\(values[1].text)\" has no meaning here", hint: hint)
            return nil
        }
        self.init(header: name, onlyTrusted: values.count > 1)
    }
}
