// What is one word of a line?

/// One word of a directive: its text with variables filled in, and where it stands.
struct ConfigValue: Hashable, Sendable {
    /// The text after quotes were taken off and `${…}` was replaced.
    let text: String
    /// The text as it stands in the file.
    let raw: String
    let isQuoted: Bool
    let place: SourcePlace
    /// Whether the lexer has already reported this word; what it would mean is then of no interest.
    var isFaulty = false

    /// How many characters it takes in the file.
    var length: Int { max(1, raw.unicodeScalars.count) }

    /// The place just behind it, where something missing would stand.
    var end: SourcePlace { SourcePlace(file: place.file, line: place.line, column: place.column + length) }
}
