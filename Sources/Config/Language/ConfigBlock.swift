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

extension ConfigBlock.RawText {
    /// The place of the byte at `offset` of the text.
    func place(at offset: Int) -> SourcePlace {
        var line = place.line
        var column = place.column
        for byte in text.utf8.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return SourcePlace(file: place.file, line: line, column: column)
    }
}
