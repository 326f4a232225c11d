// What does Package.swift say about a target?

import Foundation

/// Package.swift read as text: enough to find a target and the names it depends on.
struct PackageText {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    /// The targets named in `dependencies:` of a target, products of other packages left out; nil without such a target.
    func dependencies(of target: String) -> Set<String>? {
        guard let block = block(of: target) else { return nil }
        guard let start = block.range(of: "dependencies: [") else { return [] }
        var depth = 1
        let list = block[start.upperBound...].prefix { character in
            if character == "[" { depth += 1 } else if character == "]" { depth -= 1 }
            return depth > 0
        }
        // `.product(name: …, package: …)` names something that is not ours.
        let ours = list.replacing(/\.product\([^)]*\)/, with: "")
        return Set(ours.matches(of: /"(\w+)"/).map { String($0.1) })
    }

    /// The names of the products.
    var products: Set<String> {
        Set(text.matches(of: /\.(?:executable|library)\(name: "([\w-]+)"/).map { String($0.1) })
    }

    /// From `name: "target"` to the start of the next target.
    private func block(of target: String) -> Substring? {
        guard let start = text.firstRange(of: try! Regex("(?:[tT]arget|systemLibrary)\\(\\s*name: \"\(target)\""))
        else { return nil }
        let rest = text[start.upperBound...]
        let end = rest.firstRange(of: /\n        \.\w*(?:[tT]arget|systemLibrary)\(/)?.lowerBound ?? rest.endIndex
        return rest[..<end]
    }
}
