// How does a finding look to the operator?

/// Shows diagnostics with the line they are about and a caret below the fault.
///
/// ```
/// gateway.conf:33:40: error: rate "0.1" has no unit
///     route /v1/* to /svc/api sample 0.1 {
///                                    ^^^
///   hint: 0.1% is one request in a thousand; 10% is one in ten. Write one of them.
/// ```
public struct DiagnosticPrinter {
    public enum Style: Sendable {
        case plain
        /// With the escape sequences of a terminal.
        case coloured
    }

    /// The most characters of a line that are shown.
    private static let widest = 200

    private let lines: [String: [Substring]]
    private let style: Style

    public init(files: [SourceFile], style: Style = .plain) {
        // A line may end with CR LF; Swift sees that pair as one character.
        lines = Dictionary(
            files.map { ($0.name, $0.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)) },
            uniquingKeysWith: { first, _ in first }
        )
        self.style = style
    }

    /// All of them, one after the other, each line ended.
    public func text(_ diagnostics: [Diagnostic]) -> String { diagnostics.map(text).joined() }

    public func text(_ diagnostic: Diagnostic) -> String {
        let severity = colour(diagnostic.severity.rawValue, diagnostic.severity == .error ? "1;31" : "1;33")
        let place = colour("\(diagnostic.place):", "1")
        var text = "\(place) \(severity): \(DiagnosticPrinter.printable(diagnostic.message))\n"
        if let (line, caret) = excerpt(of: diagnostic) {
            text += "    \(line)\n    \(caret)\n"
        }
        if let hint = diagnostic.hint { text += "  \(colour("hint:", "36")) \(DiagnosticPrinter.printable(hint))\n" }
        return text
    }

    /// The line without its indentation, and the carets below it. Characters that could steer a terminal are replaced.
    private func excerpt(of diagnostic: Diagnostic) -> (line: String, caret: String)? {
        guard let lines = lines[diagnostic.file], lines.indices.contains(diagnostic.line - 1) else { return nil }
        let scalars = lines[diagnostic.line - 1].unicodeScalars
        let indentation = scalars.prefix { $0 == " " || $0 == "\t" }.count
        guard diagnostic.column > indentation else { return nil }
        // Of a very long line only the part around the fault is shown.
        let first = max(indentation, diagnostic.column - 1 - DiagnosticPrinter.widest / 2)
        let shown = scalars.dropFirst(first).prefix(DiagnosticPrinter.widest).map(DiagnosticPrinter.printable)
        guard !shown.isEmpty else { return nil }
        let before = shown.prefix(diagnostic.column - 1 - first).map { $0 == "\t" ? "\t" : " " as Unicode.Scalar }
        let length = max(1, min(diagnostic.length, shown.count - before.count))
        let carets = colour(String(repeating: "^", count: length), "1;32")
        return (DiagnosticPrinter.string(shown), DiagnosticPrinter.string(before) + carets)
    }

    private static func string(_ scalars: [Unicode.Scalar]) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    private static func printable(_ text: String) -> String { string(text.unicodeScalars.map(printable)) }

    private static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.properties.generalCategory {
        case .control where scalar != "\t", .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
        default: scalar
        }
    }

    private func colour(_ text: String, _ code: String) -> String {
        style == .plain ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
