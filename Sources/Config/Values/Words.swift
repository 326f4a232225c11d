// How is a list said in a sentence?

/// Lists of words for messages.
struct Words {
    /// `a, b or c`.
    static func either(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
