// What does the `overrides` block say?

import Bytes

extension OverridesConfig {
    init(reading reader: BlockReader) {
        self.init()
        for directive in reader.all("trust") where reader.expect(1...1000, in: directive) {
            if OverridesConfig.namesIdentities(directive) {
                trustedIdentities += Self.identities(directive, reader)
            } else {
                trusted += Self.ranges(directive, reader)
            }
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

    /// Whether a `trust` line is about certificates, and not about addresses.
    static func namesIdentities(_ directive: ConfigDirective) -> Bool { directive.values.first?.text == "identity" }

    /// `spiffe://cluster.local/ns/web/*`: a star stands at the end only.
    private static func identities(_ directive: ConfigDirective, _ reader: BlockReader) -> [String] {
        guard reader.expect(2...1000, in: directive) else { return [] }
        return directive.values.dropFirst().compactMap { value in
            let isFit = !value.text.isEmpty && value.text.utf8.count <= 1024
            if isFit, !value.text.dropLast().contains("*") { return value.text }
            let message = isFit ? "a * stands at the end of an identity" : "an identity has 1 to 1024 bytes"
            let hint = "Write a whole identity, or its beginning: trust identity spiffe://cluster.local/ns/web/*"
            reader.sink.error(.badName, at: value, message, hint: hint)
            return nil
        }
    }

    private static func ranges(_ directive: ConfigDirective, _ reader: BlockReader) -> [AddressRange] {
        if let first = directive.values.first, ["token-file", "token"].contains(first.text) {
            BlockReader.reportLater(first, reader.sink, summary: "Trust by something else than the address.")
            return []
        }
        if let first = directive.values.first, ["certificate", "client-cert", "identities"].contains(first.text) {
            let message = "\"\(first.text)\" is not known here, did you mean \"identity\"?"
            reader.sink.error(.badChoice, at: first, message)
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
