// What does the `overrides` block say?

import Bytes

extension OverridesConfig {
    init(reading reader: BlockReader) {
        self.init()
        for directive in reader.all("trust") where reader.expect(1...1000, in: directive) {
            trusted += Self.ranges(directive, reader)
        }
        if let directive = reader.only("allow"), reader.expect(1...3, in: directive) { readAllow(directive, reader) }
        _ = reader.choice("otherwise", among: [("strip", true)])
        if reader.all("trust").isEmpty, let directive = reader.only("allow") {
            let hint = "Add a line: trust 10.0.0.0/8"
            reader.sink.warning(
                .settingIgnored,
                at: directive.word,
                "nobody is trusted, so nobody is allowed",
                hint: hint
            )
        }
    }

    private static func ranges(_ directive: ConfigDirective, _ reader: BlockReader) -> [AddressRange] {
        if let first = directive.values.first, ["token-file", "token", "certificate"].contains(first.text) {
            BlockReader.reportLater(first, reader.sink, summary: "Trust by something else than the address.")
            return []
        }
        return directive.values.compactMap { reader.values.range($0) }
    }

    private mutating func readAllow(_ directive: ConfigDirective, _ reader: BlockReader) {
        (allowSample, allowParent, allowDtab) = (false, false, false)
        for value in directive.values {
            let choices = ["sample", "parent", "dtab"].map { ($0, $0) }
            switch reader.values.choice(value, among: choices) {
            case "sample": allowSample = true
            case "parent": allowParent = true
            case "dtab": allowDtab = true
            default: break
            }
        }
    }
}
