// What is in one file of the project?

import Testing

/// A text file, by its path from the project's root.
struct ProjectFile: CustomTestStringConvertible {
    let path: String
    let text: String

    var name: String { String(path.split(separator: "/").last ?? "") }

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The modules that it imports, whatever attributes and kinds stand around the word.
    var imports: [String] {
        lines.compactMap { line in
            guard
                let match = line.prefixMatch(
                    of: /(?:@\w+(?:\([^)]*\))? +)*(?:public +|internal +|package +)?import +(.+)/
                )
            else { return nil }
            let words = match.1.split(separator: " ")
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            let module = words.count > 1 && kinds.contains(words[0]) ? words[1] : words[0]
            return String(module.prefix { $0 != "." })
        }
    }

    var testDescription: String { path }
}
