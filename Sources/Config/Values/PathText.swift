// Which file does a path in the configuration mean?

/// Paths of files, as text.
struct PathText {
    /// The directory part of `path` with its slash, or nothing.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return String(path[...slash])
    }

    /// A relative path means a file beside the configuration file that names it.
    static func resolve(_ path: String, beside file: String) -> String {
        path.hasPrefix("/") ? path : directory(of: file) + path
    }

    /// The same path without `.`, `..` and doubled slashes where the text alone tells: `inc/../inc/a` is `inc/a`.
    static func normal(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == "..", let last = segments.last, last != ".." {
                segments.removeLast()
            } else if segment != ".." || !path.hasPrefix("/") {
                segments.append(segment)
            }
        }
        return (path.hasPrefix("/") ? "/" : "") + segments.joined(separator: "/")
    }

    static func isGlob(_ path: String) -> Bool { path.contains("*") || path.contains("?") }

    /// Whether `name` fits a pattern of `*` (anything) and `?` (one character). Linear in its input, by going back only
    /// to the last star.
    static func matches(_ name: String, pattern: String) -> Bool {
        let name = Array(name.unicodeScalars)
        let pattern = Array(pattern.unicodeScalars)
        var n = 0
        var p = 0
        var star: (pattern: Int, name: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (p, n)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[n] {
                n += 1
                p += 1
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                p = last.pattern + 1
                n = last.name + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
