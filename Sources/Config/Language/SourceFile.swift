// What was read, word for word?

/// The name and the text of one configuration file.
public struct SourceFile: Sendable, Equatable {
    public let name: String
    public let text: String

    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    /// What is wrong with a file that is no configuration at all, and of which nothing is to be shown: a binary, a key.
    var unfitness: Diagnostic? {
        if text.utf8.contains(0) { return SourceFile.unfit(name, "it is not text") }
        return holdsPEM ? SourceFile.unfit(name, "it holds a key or a certificate") : nil
    }

    static func unfit(_ name: String, _ reason: String) -> Diagnostic {
        let message = "\(name) does not look like a gateway.conf: \(reason)"
        return Diagnostic(.error, .notText, at: SourcePlace(wholeFile: name), message)
    }

    /// Whether a line begins or ends a PEM block (RFC 7468): a certificate, or a key that nobody may see.
    private var holdsPEM: Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            let line = line.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
            return line.hasPrefix("-----BEGIN ") || line.hasPrefix("-----END ")
        }
    }
}
