// Which limits does a block change?

extension LimitsConfig {
    /// The limits that are still open when a host or a route is known.
    private static let late: Set<String> = ["body", "body-idle", "body-rate", "write-idle"]
    /// The limits of the process, which no listener can change.
    private static let global: Set<String> = ["grace"]

    /// The limits of a block inside `scope`: what it does not write stays as it is around it.
    init(
        reading directive: ConfigDirective?,
        in scope: DirectiveScope,
        over outer: LimitsConfig,
        _ context: ReadingContext
    ) {
        self = outer
        guard let directive else { return }
        let words = (directive.block?.directives ?? []).filter { LimitsConfig.acts($0, in: scope, context.sink) }
        let reader = BlockReader(words, in: .limits, context)
        readSizes(reader)
        readTimes(reader)
    }

    private mutating func readSizes(_ reader: BlockReader) {
        headBytes = reader.size("head", default: headBytes, in: 512...(1 << 20))
        fields = reader.count("fields", default: fields, in: 1...10_000)
        targetBytes = reader.size("target", default: targetBytes, in: 64...(1 << 20))
        streams = reader.count("streams", default: streams, in: 1...100_000)
        window = reader.size("window", default: window, in: (64 << 10)...(16 << 20))
        if let directive = reader.only("misbehaviour") {
            misbehaviour = MisbehaviourConfig(reading: directive, over: misbehaviour, reader)
        }
        connections = reader.count("connections", default: connections, in: 1...10_000_000)
        if let value = reader.single("body") {
            if value.text == "off" {
                bodyBytes = nil
            } else if let size = reader.values.size(value, in: 0...(1 << 50)) {
                bodyBytes = UInt64(size)
            }
        }
        if let value = reader.single("body-rate") {
            if value.text == "off" {
                bodyRate = nil
            } else if let speed = reader.values.sizePerSecond(value, in: 1...(1 << 40)) {
                bodyRate = speed
            }
        }
    }

    private mutating func readTimes(_ reader: BlockReader) {
        let bounds: ClosedRange<Duration> = .milliseconds(10)...(.seconds(86_400))
        handshake = reader.duration("handshake", default: handshake, in: bounds)
        headTime = reader.duration("head-time", default: headTime, in: bounds)
        bodyIdle = reader.duration("body-idle", default: bodyIdle, in: bounds)
        writeIdle = reader.duration("write-idle", default: writeIdle, in: bounds)
        keepAlive = reader.duration("keep-alive", default: keepAlive, in: bounds)
        grace = reader.duration("grace", default: grace, in: .zero...(.seconds(86_400)))
    }

    /// Whether a limit can act where it is written; if not, says so.
    private static func acts(_ directive: ConfigDirective, in scope: DirectiveScope, _ sink: DiagnosticSink) -> Bool {
        let word = directive.name
        guard DirectiveCatalogue.entry(word, in: .limits) != nil, scope != .file else { return true }
        if global.contains(word) {
            let hint = "It holds for the whole gateway; write it in the file's own limits block."
            sink.error(
                .limitTooLate,
                at: directive.word,
                "limit \"\(word)\" cannot differ in \(scope.title)",
                hint: hint
            )
            return false
        }
        if scope != .listen, !late.contains(word) {
            let hint = "It acts before the route is known; write it in the limits of the listen block or of the file."
            sink.error(
                .limitTooLate,
                at: directive.word,
                "limit \"\(word)\" cannot differ in \(scope.title)",
                hint: hint
            )
            return false
        }
        return true
    }
}
