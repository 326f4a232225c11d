// What is one line of the file?

/// A word, its values and perhaps a block: `listen :443 { … }`.
struct ConfigDirective: Sendable {
    let word: ConfigValue
    var values: [ConfigValue]
    var block: ConfigBlock?

    var name: String { word.text }

    /// The last character of the line's words, where something missing would stand.
    var end: SourcePlace { (values.last ?? word).end }
}
