// May this word stand here?

extension BlockReader {
    /// Whether the directive is one that this release reads in this block; if not, or if its block is missing or too
    /// much, says so.
    static func check(_ directive: ConfigDirective, in scope: DirectiveScope, _ sink: DiagnosticSink) -> Bool {
        guard let entry = DirectiveCatalogue.entry(directive.name, in: scope) else {
            reportUnknown(directive, in: scope, sink)
            return false
        }
        if entry.status == .later {
            reportLater(directive.word, sink, summary: entry.summary)
            return false
        }
        return checkBlock(of: directive, entry, sink)
    }

    /// A word or value that the language has and this release has not.
    static func reportLater(_ value: ConfigValue, _ sink: DiagnosticSink, summary: String) {
        sink.error(
            .notYet,
            at: value,
            "\"\(value.text)\" is not supported yet",
            hint: summary + " A later release brings it."
        )
    }

    private static func reportUnknown(_ directive: ConfigDirective, in scope: DirectiveScope, _ sink: DiagnosticSink) {
        let word = directive.name
        let scopes = DirectiveCatalogue.scopes(of: word)
        if !scopes.isEmpty {
            let places = Words.either(scopes.map(\.title))
            sink.error(
                .misplacedDirective,
                at: directive.word,
                "\"\(word)\" does not belong in \(scope.title)",
                hint: "It belongs in \(places)" + (relative(of: word, in: scope).map { "; here it is \($0)." } ?? ".")
            )
        } else if let entry = DirectiveCatalogue.entries.first(where: { $0.word == word }) {
            reportLater(directive.word, sink, summary: entry.summary)
        } else if let advice = ForeignWords.advice(for: word) {
            sink.error(.unknownDirective, at: directive.word, "unknown directive \"\(word)\"", hint: advice)
        } else if let meant = DirectiveCatalogue.suggestion(for: word, in: scope) {
            sink.error(
                .unknownDirective,
                at: directive.word,
                "unknown directive \"\(word)\", did you mean \"\(meant)\"?"
            )
        } else {
            let known = DirectiveCatalogue.entries(in: scope).filter { $0.status == .now }.map(\.word)
            sink.error(
                .unknownDirective,
                at: directive.word,
                "unknown directive \"\(word)\"",
                hint: "In \(scope.title) \(known.count == 1 ? "stands" : "stand") \(known.joined(separator: ", "))."
            )
        }
    }

    /// What a word of other blocks is called in this one.
    private static func relative(of word: String, in scope: DirectiveScope) -> String? {
        switch (scope, word) {
        case (.tls, "ca"), (.tls, "verify"): "client-ca"
        case (.clusterTLS, "client-ca"): "ca"
        case (.listen, "protocol"): "protocols"
        case (.cluster, "protocols"): "protocol"
        default: nil
        }
    }

    private static func checkBlock(of directive: ConfigDirective, _ entry: DirectiveEntry, _ sink: DiagnosticSink)
        -> Bool
    {
        if let block = directive.block, entry.block == .none {
            sink.report(
                Diagnostic(
                    .error,
                    .unexpectedBlock,
                    at: block.open,
                    "\"\(entry.word)\" has no block",
                    hint: "It is written: \(entry.usage)"
                )
            )
        }
        if directive.block == nil, entry.block == .required {
            sink.report(
                Diagnostic(
                    .error,
                    .missingBlock,
                    at: directive.end,
                    "\"\(entry.word)\" lacks its block",
                    hint: "It is written: \(entry.example)"
                )
            )
            return false
        }
        return true
    }
}
