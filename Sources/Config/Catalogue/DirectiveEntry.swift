// What is there to say about one word?

/// One word in one block, as the reference page shows it.
public struct DirectiveEntry: Sendable {
    /// Whether this release understands the word.
    public enum Status: Sendable, Equatable {
        case now
        /// Part of the language, but not understood yet.
        case later
    }

    /// Whether the word comes with a block of its own.
    public enum Block: Sendable, Equatable {
        case none, optional, required
    }

    public let word: String
    public let scope: DirectiveScope
    /// The whole line in its general form: `timeout DURATION`.
    public let usage: String
    /// One sentence.
    public let summary: String
    /// What holds when nobody writes it, as it would be written; nil when there is nothing.
    public let standard: String?
    public let unit: String?
    public let example: String
    public let status: Status

    init(
        _ word: String,
        in scope: DirectiveScope,
        _ usage: String,
        _ summary: String,
        standard: String? = nil,
        unit: String? = nil,
        example: String,
        status: Status = .now
    ) {
        self.word = word
        self.scope = scope
        self.usage = usage
        self.summary = summary
        self.standard = standard
        self.unit = unit
        self.example = example
        self.status = status
    }

    /// Told by the usage, which shows the block.
    public var block: Block {
        if usage.hasSuffix("}]") { return .optional }
        return usage.hasSuffix("}") ? .required : .none
    }

    /// A word that is kept for a later release.
    static func later(_ word: String, in scope: DirectiveScope, _ summary: String) -> DirectiveEntry {
        DirectiveEntry(word, in: scope, word, summary, example: word, status: .later)
    }
}
