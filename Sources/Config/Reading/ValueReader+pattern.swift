// Which names does a pattern cover?

import Routing

extension ValueReader {
    /// `*`, `/svc/*`, and with `addresses` also `10.0.0.5:443`, `https://10.0.0.5:443` or `unix:/path`.
    func namePattern(_ value: ConfigValue, addresses: Bool) -> NamePattern? {
        if value.text == "*" || isPathPattern(value.text) { return NamePattern(value.text) }
        if addresses, !value.text.hasPrefix("/") {
            guard let address = destinationAddress(value) else { return nil }
            return NamePattern(address.description)
        }
        let hint = "Write * for all, or a path such as /svc/*" + (addresses ? ", or an address." : ".")
        sink.error(.badName, at: value, "\"\(value.text)\" covers no names", hint: hint)
        return nil
    }

    /// Segments that are `*`, or labels with `{captures}` in them.
    private func isPathPattern(_ text: String) -> Bool {
        guard text.hasPrefix("/"), text.count > 1, DtabPattern(parsing: text) != nil else { return false }
        return text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).allSatisfy { segment in
            segment == "*" || (try? DtabPath(parsing: "/" + ValueReader.withoutCaptures(segment))) != nil
        }
    }

    /// `x` in the place of each `{name}`.
    private static func withoutCaptures(_ segment: Substring) -> String {
        var result = ""
        var rest = segment
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open] + "x"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    /// Host names: `shop.example.com`, `*.example.com`, `*`.
    func hostPattern(_ value: ConfigValue) -> HostPattern? {
        do {
            return try HostPattern(parsing: value.text)
        } catch {
            report(error, .badHost, at: value)
            return nil
        }
    }

    func pathPattern(_ value: ConfigValue) -> PathPattern? {
        do {
            return try PathPattern(parsing: value.text)
        } catch {
            report(error, .badPath, at: value)
            return nil
        }
    }

    func matcher(_ directive: ConfigDirective) -> FieldMatcher? {
        guard let kind = directive.values.first else {
            let hint = "It is written: match header X-Beta yes"
            sink.report(
                Diagnostic(.error, .missingValue, at: directive.end, "\"match\" lacks what to match", hint: hint)
            )
            return nil
        }
        do {
            return try FieldMatcher(kind: kind.text, values: directive.values.dropFirst().map(\.text))
        } catch {
            var culprit = kind
            if case .notAToken = error, directive.values.count > 1 { culprit = directive.values[1] }
            report(error, .badMatch, at: culprit)
            return nil
        }
    }

    private func report(_ error: PatternError, _ code: DiagnosticCode, at value: ConfigValue) {
        sink.error(code, at: value, "\(error)", hint: error.suggestion.map { "Write \($0)" })
    }
}
