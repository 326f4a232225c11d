// What are the smallest pieces of the language?

/// One piece of a file, with its place.
struct ConfigToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case word
        case open
        case close
        case newline
        case semicolon
        /// From `#` to the end of the line; only the formatter asks for it.
        case comment
        case end
    }

    let kind: Kind
    /// For words: the value. For comments: its text with the `#`.
    let value: ConfigValue
    /// Where the piece begins in the file's bytes.
    let offset: Int

    var place: SourcePlace { value.place }
}
