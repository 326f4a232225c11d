// Which words does the language have, and where?

/// Every directive once per block it may stand in. Reading, "did you mean" and the reference page all come from here.
public struct DirectiveCatalogue {
    /// In the order of the reference page.
    public static let entries: [DirectiveEntry] =
        fileWords + traceWords + overrideWords + listenWords + routeWords + policyWords + limitWords

    private static let byScope = Dictionary(grouping: entries, by: \.scope)

    /// The words of one block.
    public static func entries(in scope: DirectiveScope) -> [DirectiveEntry] { byScope[scope] ?? [] }

    /// What `word` means in `scope`.
    public static func entry(_ word: String, in scope: DirectiveScope) -> DirectiveEntry? {
        entries(in: scope).first { $0.word == word }
    }

    /// The blocks in which `word` has a meaning.
    public static func scopes(of word: String) -> [DirectiveScope] {
        entries.filter { $0.word == word && $0.status == .now }.map(\.scope)
    }

    /// The word of `scope` that is most like `text`, if any is alike enough.
    public static func suggestion(for text: String, in scope: DirectiveScope) -> String? {
        Spelling.nearest(to: text, among: entries(in: scope).filter { $0.status == .now }.map(\.word) + ["include"])
    }

    /// Whether the block of `word` is not made of directives.
    static func speaksAnotherLanguage(_ word: String) -> Bool { word == "dtab" }
}
