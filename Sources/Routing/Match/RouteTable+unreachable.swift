// Which routes can never be reached, and because of which others?

extension RouteTable {
    /// Pairs of positions in `entries`: the route at `hidden` never takes a request, because the one at `by` does first.
    ///
    /// A route is hidden at a host if an earlier route of that host fits every path that it fits, and asks for nothing that
    /// it does not ask for as well. It is reported when it is hidden at all of its hosts, with the route that
    /// hides it at the first of them. Routes that only several others hide together are not found.
    public static func unreachable(_ entries: [RouteEntry]) -> [(hidden: Int, by: Int)] {
        var hiddenBy: [Int: Int] = [:]
        var reached: Set<Int> = []
        for (_, positions) in positionsByHost(of: entries) {
            var seen = CoveringRoutes()
            for position in positions {
                let route = entries[position]
                if let by = seen.first(hiding: route, among: entries) {
                    if hiddenBy[position] == nil { hiddenBy[position] = by }
                } else {
                    reached.insert(position)
                    seen.add(route, at: position)
                }
            }
        }
        return hiddenBy.filter { !reached.contains($0.key) }
            .map { (hidden: $0.key, by: $0.value) }
            .sorted { $0.hidden < $1.hidden }
    }
}

/// The earlier routes of one host, found by what they cover.
private struct CoveringRoutes {
    private var exact: [[UInt8]: [Int]] = [:]
    private var prefixes: [[UInt8]: [Int]] = [:]

    mutating func add(_ route: RouteEntry, at position: Int) {
        switch route.path {
        case .exact(let path): exact[Array(path.utf8), default: []].append(position)
        case .prefix(let prefix): prefixes[Array(prefix.utf8), default: []].append(position)
        }
    }

    /// The first route in file order that leaves nothing for `route`.
    func first(hiding route: RouteEntry, among entries: [RouteEntry]) -> Int? {
        var candidates: [Int?] = []
        let hides = { (position: Int) in
            entries[position].matchers.allSatisfy { wanted in
                route.matchers.contains { wanted.isImplied(by: $0) }
            }
        }
        let path: [UInt8]
        switch route.path {
        case .exact(let text):
            path = Array(text.utf8)
            candidates.append(exact[path]?.first(where: hides))
        case .prefix(let text): path = Array(text.utf8)
        }
        for (i, byte) in path.enumerated() where byte == 0x2F {
            candidates.append(prefixes[Array(path[...i])]?.first(where: hides))
        }
        return candidates.compactMap { $0 }.min()
    }
}
