// What does the text of an annotation query ask for?

/// A query such as `http.method=GET and error`: every clause must be met by some span.
///
/// A clause with a value wants a tag of exactly that value; one without wants a tag of that name, or an annotation of
/// that text. Zipkin's rules (`QueryRequest.parseAnnotationQuery`): a later `key=value` replaces whatever the key had
/// before, a bare word never replaces; keys and values are trimmed; `key=` is the same as the bare word.
public struct AnnotationQuery: Hashable, Sendable {
    /// The clauses; an empty value stands for the bare word.
    public let clauses: [String: String]

    public init(clauses: [String: String] = [:]) { self.clauses = clauses }

    /// Reads a query; every text is one. No more than a hundred clauses are told apart.
    public init(_ text: String) {
        var clauses: [String: String] = [:]
        for clause in Self.split(text) {
            if let equals = clause.firstIndex(of: "=") {
                clauses[Self.trim(clause[..<equals])] = Self.trim(clause[clause.index(after: equals)...])
            } else {
                let word = Self.trim(clause)
                if clauses[word] == nil { clauses[word] = "" }
            }
        }
        self.clauses = clauses
    }

    public var isEmpty: Bool { clauses.isEmpty }

    private static let separator = " and "
    private static let mostClauses = 100

    private static func split(_ text: String) -> [Substring] {
        if text.isEmpty { return [] }
        var clauses: [Substring] = []
        var rest = text[...]
        while clauses.count < mostClauses - 1, let range = firstSeparator(in: rest) {
            clauses.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return clauses + [rest]
    }

    private static func firstSeparator(in text: Substring) -> Range<Substring.Index>? {
        var start = text.startIndex
        while let space = text[start...].firstIndex(of: " ") {
            if text[space...].hasPrefix(separator) {
                return space..<text.index(space, offsetBy: separator.count)
            }
            start = text.index(after: space)
        }
        return nil
    }

    /// Without what Java's `trim` takes: everything up to the space.
    private static func trim(_ text: Substring) -> String {
        let isBlank: (Character) -> Bool = { ($0.unicodeScalars.first?.value ?? 0) <= 0x20 }
        guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(text[first...last])
    }
}
