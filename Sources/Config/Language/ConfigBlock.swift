// What stands between two braces?

/// The directives between `{` and `}`, or those of a whole file.
struct ConfigBlock: Sendable {
    var directives: [ConfigDirective]
    /// The opening brace; the file's beginning for the outermost block.
    let open: SourcePlace
    /// The inside of a block that speaks another language (`dtab`), untouched, with the place of its first character.
    var raw: RawText?

    struct RawText: Sendable {
        let text: String
        let place: SourcePlace
    }
}
