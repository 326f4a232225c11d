// What was read, word for word?

/// The name and the text of one configuration file.
public struct SourceFile: Sendable, Equatable {
    public let name: String
    public let text: String

    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    /// Whether a line begins or ends a PEM block (RFC 7468): a certificate, or a key that nobody may see.
    static func holdsPEM(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            let line = line.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
            return line.hasPrefix("-----BEGIN ") || line.hasPrefix("-----END ")
        }
    }
}
