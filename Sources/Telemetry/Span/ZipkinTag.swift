// What is known about a span.

/// A key and its text.
public struct ZipkinTag: Hashable, Sendable {
    public let key: String
    public let value: String

    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}
