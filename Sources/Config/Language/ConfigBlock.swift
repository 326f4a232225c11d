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

    /// The directives of a word that stand too deep, mostly because a brace is missing. That is reported where they
    /// are; they are still looked at. Blocks of the words in `shut` are not searched.
    func strays(_ word: String, outside shut: Set<String> = []) -> [ConfigDirective] {
        directives.filter { !shut.contains($0.name) }.flatMap { directive in
            guard let block = directive.block else { return [ConfigDirective]() }
            return block.directives.filter { $0.name == word } + block.strays(word, outside: shut)
        }
    }
}
