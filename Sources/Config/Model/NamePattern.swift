// Which names does a `service` or `cluster` block speak about?

import Routing

/// A pattern over names: `*` (all), `/svc/*` (by segments; `*` takes one, `{capture}` one or a part of one, and what
/// follows the pattern is free), or an address such as `10.0.0.5:443`.
public struct NamePattern: Sendable, Hashable, CustomStringConvertible {
    public let text: String
    /// nil for addresses.
    private let pattern: DtabPattern?

    public init(_ text: String) {
        self.text = text
        pattern = text.hasPrefix("/") ? DtabPattern(parsing: text) : nil
    }

    /// Whether the block speaks about `name`; nil stands for something without a name, which only `*` covers.
    public func matches(name: String?) -> Bool {
        if text == "*" { return true }
        guard let name else { return false }
        guard let pattern else { return name == text }
        guard let path = try? DtabPath(parsing: name) else { return false }
        return pattern.matches(path)
    }

    public var description: String { text }
}
