// Which names does a `service` or `cluster` block speak about?

/// A pattern over names: `*` (all), `/svc/*` (by segments; `*` and `{capture}` take one segment each, and what follows
/// the pattern is free), or an address such as `10.0.0.5:443`.
public struct NamePattern: Sendable, Hashable, CustomStringConvertible {
    public let text: String
    private let segments: [Substring]?

    public init(_ text: String) {
        self.text = text
        segments = text.hasPrefix("/") ? text.dropFirst().split(separator: "/") : nil
    }

    /// Whether the block speaks about `name`; nil stands for something without a name, which only `*` covers.
    public func matches(name: String?) -> Bool {
        if text == "*" { return true }
        guard let name else { return false }
        guard let segments else { return name == text }
        guard name.hasPrefix("/") else { return false }
        let parts = name.dropFirst().split(separator: "/")
        guard parts.count >= segments.count else { return false }
        return zip(segments, parts).allSatisfy { NamePattern.segment($0, matches: $1) }
    }

    private static func segment(_ pattern: Substring, matches part: Substring) -> Bool {
        if pattern == "*" { return true }
        if pattern.hasPrefix("{"), pattern.hasSuffix("}") { return true }
        return pattern == part
    }

    public var description: String { text }
}
