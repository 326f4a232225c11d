// Which known word did somebody mean?

/// Guesses the word behind a typing mistake.
struct Spelling {
    /// The candidate with the least edits, if they are few enough for its length; the first of equals.
    static func nearest(to text: String, among candidates: [String]) -> String? {
        let typed = Array(text.lowercased().utf8)
        guard (2...40).contains(typed.count) else { return nil }
        var best: (word: String, distance: Int)?
        for candidate in candidates {
            let distance = distance(typed, Array(candidate.utf8))
            let bound = max(1, min(typed.count, candidate.utf8.count) * 2 / 5)
            if distance <= bound, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    /// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours, each counted as one.
    static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var before = [Int](repeating: 0, count: b.count + 1)
        var previous = Array(0...b.count)
        for i in 0..<a.count {
            var current = [Int](repeating: i + 1, count: b.count + 1)
            for j in 0..<b.count {
                let replace = previous[j] + (a[i] == b[j] ? 0 : 1)
                current[j + 1] = min(replace, previous[j + 1] + 1, current[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    current[j + 1] = min(current[j + 1], before[j - 1] + 1)
                }
            }
            before = previous
            previous = current
        }
        return previous[b.count]
    }
}
