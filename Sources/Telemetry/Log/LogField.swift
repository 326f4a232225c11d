// What a message is about.

/// One piece of a message's metadata: a dotted key and its value.
public struct LogField: Hashable, Sendable {
    public let key: String
    public let value: String

    public init(_ key: StaticString, _ value: String) {
        self.key = String(describing: key)
        self.value = value
    }
}
