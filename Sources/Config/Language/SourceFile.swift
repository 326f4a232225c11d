// What was read, word for word?

/// The name and the text of one configuration file.
public struct SourceFile: Sendable, Equatable {
    public let name: String
    public let text: String

    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
