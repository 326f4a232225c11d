// Under which texts may the operator have written about one cluster?

/// The equal spellings of a bound name: `/$/inet/127.0.0.1/8081` and `127.0.0.1:8081` mean the same server.
struct ClusterSpelling {
    static func all(of name: String) -> [String] {
        if name.hasPrefix("/") {
            let parts = name.split(separator: "/")
            guard parts.count >= 4, parts[0] == "$", parts[1] == "inet" else { return [name] }
            let host = parts[2].contains(":") ? "[\(parts[2])]" : String(parts[2])
            return [name, "\(host):\(parts[3])"]
        }
        let bare = ["https://", "h2c://"].first(where: name.hasPrefix).map { String(name.dropFirst($0.count)) } ?? name
        guard !bare.hasPrefix("unix:"), let colon = bare.lastIndex(of: ":") else { return [name, bare] }
        let host = bare[..<colon].filter { $0 != "[" && $0 != "]" }
        return [name, bare, "/$/inet/\(host)/\(bare[bare.index(after: colon)...])"]
    }
}
