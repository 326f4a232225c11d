// What is wrong with a piece of dtab text, and where?

/// A fault in dtab text. The caller turns `offset` into line and column.
public struct DtabError: Error, Hashable, Sendable {
    /// Where the fault is: bytes from the beginning of the text.
    public let offset: Int
    /// What should have stood there, as a phrase: `'/'`, `label char`, `end of input`.
    public let expected: String
    /// What stands there: a character in quotes, or `end of input`.
    public let found: String
    /// The text around the fault with the fault in brackets: `/a=>/b[,]/c=>/d`.
    public let excerpt: String

    public init(offset: Int, expected: String, found: String, excerpt: String) {
        self.offset = offset
        self.expected = expected
        self.found = found
        self.excerpt = excerpt
    }
}

extension DtabError: CustomStringConvertible {
    /// The sentence that Linkerd users know.
    public var description: String { "\(expected) expected but \(found) found at '\(excerpt)'" }
}
