// What does a route table mean, said as plainly as possible?

import Routing

/// The plain twin of `RouteTable`: every rule written down, nothing compiled.
struct LinearRoutes {
    let routes: [RouteEntry]

    func match(_ request: PlainRequest) -> Int {
        guard let host = mostSpecificHost(request.host) else { return RouteTable.noRoute }
        let found = routes.first {
            $0.hosts.contains(host) && fits($0.path, request.path) && holds($0.matchers, request)
        }
        return found?.index ?? RouteTable.noRoute
    }

    private func mostSpecificHost(_ host: String) -> HostPattern? {
        var name = host.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        let patterns = Set(routes.flatMap(\.hosts))
        if patterns.contains(.exact(name)) { return .exact(name) }
        let suffixes = patterns.compactMap { if case .suffix(let text) = $0 { text } else { nil } }
        let fitting = suffixes.filter { name.hasSuffix($0) && name.count > $0.count && !name.hasPrefix(".") }
        if let longest = fitting.max(by: { $0.count < $1.count }) { return .suffix(longest) }
        return patterns.contains(.any) ? .any : nil
    }

    private func fits(_ pattern: PathPattern, _ path: String) -> Bool {
        switch pattern {
        case .exact(let text): path == text
        case .prefix(let prefix): path.hasPrefix(prefix)
        }
    }

    private func holds(_ matchers: [FieldMatcher], _ request: PlainRequest) -> Bool {
        matchers.allSatisfy { matcher in
            switch matcher {
            case .methods(let methods): methods.contains(request.method)
            case .header(let name, let value):
                request.headers.contains { $0.0.lowercased() == name.lowercased() && (value == nil || $0.1 == value) }
            case .query(let name, let value):
                request.parameters.contains { $0.0 == name && (value == nil || $0.1 == value) }
            }
        }
    }
}
