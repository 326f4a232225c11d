// What else, beside host and path, may a route ask of a request?

import Bytes

/// A predicate over the method, a header field or a query parameter of a request.
public enum FieldMatcher: Hashable, Sendable {
    /// The method is one of these; methods are case-sensitive (RFC 9110, 9.1). HEAD is not GET.
    case methods([String])
    /// A field of this name is present and, if a value is given, one of its lines has exactly this value.
    /// Names are compared without regard to case, values with.
    case header(name: String, value: String?)
    /// A parameter of this name is present and, if a value is given, one of its occurrences has exactly this value.
    /// Both are compared after percent-decoding, `+` being a space; a parameter without `=` has the empty value.
    case query(name: String, value: String?)

    /// Reads what follows `match` in the configuration: `method GET HEAD`, `header X-Beta`, `header X-Beta yes`,
    /// `query page`, `query page 2`.
    public init(kind: String, values: [String]) throws(PatternError) {
        switch kind {
        case "method":
            guard !values.isEmpty else { throw .noMethods }
            for method in values { try FieldMatcher.checkToken(method) }
            self = .methods(values)
        case "header":
            let (name, value) = try FieldMatcher.pair(kind, values)
            try FieldMatcher.checkToken(name)
            self = .header(name: name, value: value)
        case "query":
            let (name, value) = try FieldMatcher.pair(kind, values)
            self = .query(name: name, value: value)
        default: throw .unknownMatcher(kind)
        }
    }

    private static func pair(_ kind: String, _ values: [String]) throws(PatternError) -> (String, String?) {
        guard values.count == 1 || values.count == 2, !values[0].isEmpty else {
            throw .wrongValueCount(matcher: kind, usage: "match \(kind) NAME [VALUE]")
        }
        return (values[0], values.count == 2 ? values[1] : nil)
    }

    private static func checkToken(_ text: String) throws(PatternError) {
        let marks: StaticString = "!#$%&'*+-.^_`|~"
        let isToken = text.utf8.allSatisfy { byte in
            ASCII.isAlpha(byte) || ASCII.isDigit(byte) || ByteView(marks).firstIndex(of: byte) != nil
        }
        guard isToken, !text.isEmpty else { throw .notAToken(text) }
    }

    /// Whether every request that `other` lets through passes here too.
    public func isImplied(by other: FieldMatcher) -> Bool {
        switch (self, other) {
        case (.methods(let wide), .methods(let narrow)):
            narrow.allSatisfy(wide.contains)
        case (.header(let name, let value), .header(let otherName, let otherValue)):
            name.utf8.map(ASCII.lowercased) == otherName.utf8.map(ASCII.lowercased)
                && (value == nil || value == otherValue)
        case (.query(let name, let value), .query(let otherName, let otherValue)):
            name == otherName && (value == nil || value == otherValue)
        default: false
        }
    }
}

extension FieldMatcher: CustomStringConvertible {
    /// The matcher as it is written in the configuration, without quotes.
    public var description: String {
        switch self {
        case .methods(let methods): "match method " + methods.joined(separator: " ")
        case .header(let name, let value): "match header \(name)" + (value.map { " \($0)" } ?? "")
        case .query(let name, let value): "match query \(name)" + (value.map { " \($0)" } ?? "")
        }
    }
}
