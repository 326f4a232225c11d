// Which names begin like this pattern, and which parts of them does it capture?

/// A prefix of names with wildcards and captures.
///
/// ```
/// /svc/*                    every name of at least two segments that begins with /svc
/// /#/io.l5d.fs/{service}    captures the third segment
/// /svc/{role}:{port}        captures parts of a segment; each takes as much as it can, and at least one byte
/// *                         every name, as does /
/// ```
/// As in Linkerd (`PathMatcher`), a segment with captures may go on behind the pattern: `{a}.com` fits `x.community`.
public struct DtabPattern: Hashable, Sendable {
    private enum Part: Hashable, Sendable {
        case literal(String)
        case capture(String)
    }

    private enum Segment: Hashable, Sendable {
        case any
        case literal(String)
        case parts([Part])
    }

    /// How many captures a segment may have: each multiplies the ways in which it can fit.
    public static let maximumCaptures = 4

    private let segments: [Segment]
    private let text: String

    /// Reads a pattern; nil when a segment has more than `maximumCaptures` captures.
    public init?(parsing text: String) {
        self.text = text
        let pieces = text == "*" ? [] : text.split(separator: "/").map(String.init)
        segments = pieces.map(DtabPattern.segment)
        for case .parts(let parts) in segments {
            let captures = parts.count { if case .capture = $0 { true } else { false } }
            if captures > DtabPattern.maximumCaptures { return nil }
        }
    }

    private static func segment(_ text: String) -> Segment {
        if text == "*" { return .any }
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            let name = rest[rest.index(after: open)...].prefix { $0 != "}" }
            guard name.endIndex < rest.endIndex, !name.isEmpty else { break }
            if open > rest.startIndex { parts.append(.literal(String(rest[..<open]))) }
            parts.append(.capture(String(name)))
            rest = rest[rest.index(after: name.endIndex)...]
        }
        if parts.isEmpty { return .literal(text) }
        if !rest.isEmpty { parts.append(.literal(String(rest))) }
        return .parts(parts)
    }

    /// What the captures stand for in `name`; nil when the pattern does not fit it.
    public func captures(in name: DtabPath) -> [String: String]? {
        guard name.count >= segments.count else { return nil }
        var captures: [String: String] = [:]
        for (segment, label) in zip(segments, name.labels) {
            let shown = label.description
            switch segment {
            case .any: continue
            case .literal(let literal): if shown != literal { return nil }
            case .parts(let parts):
                guard let found = DtabPattern.find(parts, in: shown) else { return nil }
                captures.merge(found) { _, later in later }
            }
        }
        return captures
    }

    /// Whether the pattern fits `name`.
    public func matches(_ name: DtabPath) -> Bool { captures(in: name) != nil }

    /// `template` with every `{name}` replaced by what was captured under that name in `path`; nil when nothing fits.
    public func substitute(_ path: DtabPath, into template: String) -> String? {
        guard let captures = captures(in: path) else { return nil }
        return DtabPattern.filled(template) { captures[$0] }
    }

    /// Copies `template`, asking for the value of each `{name}`; one without a value stays as it is.
    private static func filled(_ template: String, value: (String) -> String?) -> String {
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let inside = rest[rest.index(after: open)...]
            let name = inside.prefix { $0 != "}" }
            guard name.endIndex < rest.endIndex, let text = value(String(name)) else {
                result += "{"
                rest = inside
                continue
            }
            result += text
            rest = rest[rest.index(after: name.endIndex)...]
        }
        return result + rest
    }

    /// The first place in `text` where the parts fit; a literal in front must stand at the beginning.
    private static func find(_ parts: [Part], in text: String) -> [String: String]? {
        if case .literal(let front) = parts.first, !text.hasPrefix(front) { return nil }
        let bytes = Array(text.utf8)
        for start in bytes.indices {
            if let found = fit(parts[...], bytes[start...]) { return found }
        }
        return nil
    }

    private static func fit(_ parts: ArraySlice<Part>, _ bytes: ArraySlice<UInt8>) -> [String: String]? {
        switch parts.first {
        case nil: return [:]
        case .literal(let literal):
            guard bytes.starts(with: literal.utf8) else { return nil }
            return fit(parts.dropFirst(), bytes.dropFirst(literal.utf8.count))
        case .capture(let name):
            var taken = bytes.count
            while taken > 0 {
                if var found = fit(parts.dropFirst(), bytes.dropFirst(taken)) {
                    found[name] = String(decoding: bytes.prefix(taken), as: UTF8.self)
                    return found
                }
                taken -= 1
            }
            return nil
        }
    }
}

extension DtabPattern: CustomStringConvertible {
    /// The pattern as it was written.
    public var description: String { text }
}
