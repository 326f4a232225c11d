// Where in the operator's files does something stand?

/// A place in a configuration file, such as `gateway.conf:33:45`.
public struct SourcePlace: Hashable, Sendable, CustomStringConvertible {
    /// The file's name as it was given on the command line or found by `include`.
    public let file: String
    /// The line, counted from 1.
    public let line: Int
    /// The column, counted from 1 in Unicode scalars, so that a caret below the line meets the right character.
    public let column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    public var description: String { "\(file):\(line):\(column)" }
}
