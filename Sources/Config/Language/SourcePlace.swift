// Where in the operator's files does something stand?

/// A place in a configuration file, such as `gateway.conf:33:45`.
public struct SourcePlace: Hashable, Sendable, CustomStringConvertible {
    /// The file's name as it was given on the command line or found by `include`.
    public let file: String
    /// The line, counted from 1; 0 when the file as a whole is meant.
    public let line: Int
    /// The column, counted from 1 in Unicode scalars, so that a caret below the line meets the right character.
    public let column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// The file as a whole, such as one that is not there.
    public init(wholeFile file: String) {
        self.init(file: file, line: 0, column: 0)
    }

    public var description: String { line == 0 ? file : "\(file):\(line):\(column)" }

    /// `line 7` for a place in the same file, `file:7` for one in another.
    func line(seenFrom other: SourcePlace) -> String { file == other.file ? "line \(line)" : "\(file):\(line)" }
}
