// Which names does a dtab entry speak for?

/// The left side of a dtab entry: labels, of which some may be `*`. It fits whole leading segments of a name.
public struct DtabPrefix: Hashable, Sendable {
    /// One segment of a prefix.
    public enum Element: Hashable, Sendable {
        case label(DtabLabel)
        /// `*`: exactly one segment, whichever it is.
        case any
    }

    public var elements: [Element]

    public init(_ elements: [Element] = []) { self.elements = elements }

    /// Reads `/svc/*/users`.
    public init(parsing text: String) throws(DtabError) {
        var parser = DtabParser(text)
        self = try parser.wholePrefix()
    }

    /// Whether `path` begins with segments that this prefix fits.
    public func matches(_ path: DtabPath) -> Bool {
        guard path.count >= elements.count else { return false }
        return zip(elements, path.labels).allSatisfy { element, label in
            switch element {
            case .any: true
            case .label(let wanted): wanted == label
            }
        }
    }
}

extension DtabPrefix: CustomStringConvertible {
    /// Canonical text; parsing it gives the same prefix.
    public var description: String {
        elements.isEmpty ? "/" : elements.map { "/" + $0.description }.joined()
    }
}

extension DtabPrefix.Element: CustomStringConvertible {
    public var description: String {
        switch self {
        case .label(let label): label.description
        case .any: "*"
        }
    }
}
