// Which request paths does a route speak for?

import Bytes
import HTTP

/// A path, or everything below one, as written after `route`.
///
/// ```
/// /healthz        exact("/healthz")        this path, and not /healthz/
/// /checkout/*     prefix("/checkout/")     /checkout/ and all below; neither /checkout nor /checkouts
/// /*              prefix("/")              every path
/// ```
///
/// Patterns are compared with normalised paths byte by byte, so a pattern must itself be in normalised form.
public enum PathPattern: Hashable, Sendable {
    /// The whole path.
    case exact(String)
    /// What the path begins with; ends with `/`.
    case prefix(String)

    /// Reads a pattern as written in the configuration.
    public init(parsing text: String) throws(PatternError) {
        if text.hasPrefix("~") { throw .regularExpression }
        guard text.hasPrefix("/") else {
            throw .pathIsRelative(suggestion: text == "*" || text.isEmpty ? "/*" : "/" + text)
        }
        let wild = text.hasSuffix("/*")
        let path = wild ? String(text.dropLast()) : text
        try PathPattern.checkWildcards(path)
        if let end = path.firstIndex(where: { $0 == "?" || $0 == "#" }) {
            throw .pathHasQuery(suggestion: String(path[..<end]))
        }
        guard let normal = PathPattern.normalForm(of: path) else { throw .pathIsRefused }
        guard normal == path else { throw .pathIsNotNormal(suggestion: wild ? normal + "*" : normal) }
        self = wild ? .prefix(path) : .exact(path)
    }

    private static func checkWildcards(_ path: String) throws(PatternError) {
        guard let star = path.firstIndex(of: "*") else { return }
        let before = path[..<star]
        throw .wildcardInsidePath(suggestion: before.hasSuffix("/") ? before + "*" : before + "/*")
    }

    /// What the request parser makes of `path`; nil when it refuses it.
    private static func normalForm(of path: String) -> String? {
        var normal = ByteBuffer()
        let raw = Array(path.utf8)
        return raw.withByteView { view in
            guard let isChanged = try? PathNormalizer.normalize(view, into: &normal) else { return nil }
            return isChanged ? String(normal.readable) : path
        }
    }

    /// Whether every path that `other` fits is one that this pattern fits.
    public func covers(_ other: PathPattern) -> Bool {
        switch (self, other) {
        case (.exact(let path), .exact(let otherPath)): path == otherPath
        case (.exact, .prefix): false
        case (.prefix(let prefix), .exact(let path)): path.utf8.starts(with: prefix.utf8)
        case (.prefix(let prefix), .prefix(let other)): other.utf8.starts(with: prefix.utf8)
        }
    }
}

extension PathPattern: CustomStringConvertible {
    /// The pattern as it is written in the configuration.
    public var description: String {
        switch self {
        case .exact(let path): path
        case .prefix(let prefix): prefix + "*"
        }
    }
}
