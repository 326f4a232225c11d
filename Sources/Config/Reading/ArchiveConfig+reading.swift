// What does the `archive` line say?

extension ArchiveConfig {
    init(reading directive: ConfigDirective, _ outer: BlockReader) {
        self.init()
        if let value = outer.value(of: directive) {
            storage =
                switch value.text {
                case "memory" where !value.isQuoted: .memory
                case "off" where !value.isQuoted: .off
                default: .file(outer.path(value))
                }
        }
        let reader = BlockReader(directive.block, in: .archive, outer.context)
        bytes = reader.size("size", default: bytes, in: (1 << 20)...(1 << 40))
        age = reader.duration("age", default: age, in: .seconds(1)...(.seconds(365 * 86_400)))
        if let value = reader.single("intake") {
            intakePerSecond = reader.values.countPerSecond(value, in: 1...100_000) ?? intakePerSecond
        }
    }
}
