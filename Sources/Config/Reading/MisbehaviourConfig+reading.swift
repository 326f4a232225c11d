// How much trouble does a `misbehaviour` line allow?

extension MisbehaviourConfig {
    /// What the line and its block do not write stays as it is around them.
    init(reading directive: ConfigDirective, over outer: MisbehaviourConfig, _ limits: BlockReader) {
        self = outer
        readPoints(directive, limits)
        let reader = BlockReader(directive.block, in: .misbehaviour, limits.context)
        let bounds = 0...1_000_000
        if let value = reader.single("refill") {
            refillPerSecond = reader.values.countPerSecond(value, in: bounds) ?? refillPerSecond
        }
        reset = reader.count("reset", default: reset, in: bounds)
        refusal = reader.count("refusal", default: refusal, in: bounds)
        control = reader.count("control", default: control, in: bounds)
        empty = reader.count("empty", default: empty, in: bounds)
        tiny = reader.count("tiny", default: tiny, in: bounds)
        continuation = reader.count("continuation", default: continuation, in: bounds)
    }

    private mutating func readPoints(_ directive: ConfigDirective, _ reader: BlockReader) {
        guard reader.expect((directive.block == nil ? 1 : 0)...1, in: directive), let value = directive.values.first
        else { return }
        if value.text == "off" {
            let hint = "Clients could make work without end; the most is misbehaviour 1000000."
            reader.sink.error(.badNumber, at: value, "\"misbehaviour\" cannot be off", hint: hint)
        } else {
            points = reader.values.count(value, in: 0...1_000_000) ?? points
        }
    }
}
