// Do the compiled table and its plain twin always agree?

import Routing
import Testing

/// Random tables and requests over few words, so that they meet often.
@Suite struct RouteTableTwinTests {
    private static let hosts: [HostPattern] = [
        .any, .exact("a.example"), .exact("b.a.example"), .exact("x"), .suffix(".example"), .suffix(".a.example"),
        .suffix(".b.a.example"), .suffix(".x"),
    ]
    private static let names = [
        "a.example", "A.Example", "b.a.example", "c.b.a.example", "d.c.b.a.example.", "x", "y.x", "example", "z",
    ]
    private static let segments = ["a", "b", "ab", "abcdefgh", "abcdefghi", "0123456789abcdef", "A"]
    private static let matchers: [FieldMatcher] = [
        .methods(["GET"]), .methods(["PUT", "PURGE"]), .header(name: "X-A", value: nil),
        .header(name: "X-A", value: "1"),
        .header(name: "Accept", value: "1"), .query(name: "a", value: nil), .query(name: "a", value: "1"),
    ]

    private func path(_ random: inout Seeded, depth: Int) -> String {
        let count = Int.random(in: 0...depth, using: &random)
        return (0..<count).map { _ in "/" + Self.segments.randomElement(using: &random)! }.joined()
    }

    private func route(_ index: Int, _ random: inout Seeded) -> RouteEntry {
        let hosts = (0...Int.random(in: 0...2, using: &random)).map { _ in Self.hosts.randomElement(using: &random)! }
        let text = path(&random, depth: 4)
        let isPrefix = Bool.random(using: &random)
        let slash = text.isEmpty || Int.random(in: 0..<4, using: &random) == 0 ? "/" : ""
        let asked = Int.random(in: 0..<3, using: &random) == 0 ? Int.random(in: 1...2, using: &random) : 0
        return RouteEntry(
            hosts: hosts,
            path: isPrefix ? .prefix(text + "/") : .exact(text + slash),
            matchers: (0..<asked).map { _ in Self.matchers.randomElement(using: &random)! },
            index: index * 3
        )
    }

    private func request(_ random: inout Seeded) -> PlainRequest {
        let text = path(&random, depth: 5)
        let slash = text.isEmpty || Int.random(in: 0..<4, using: &random) == 0 ? "/" : ""
        let values = ["", "1", "2"]
        let hasHeader = Bool.random(using: &random)
        let hasParameter = Bool.random(using: &random)
        return PlainRequest(
            method: ["GET", "PUT", "PURGE", "POST"].randomElement(using: &random)!,
            host: Self.names.randomElement(using: &random)!,
            path: text + slash,
            parameters: hasParameter ? [("b", "1"), ("a", values.randomElement(using: &random)!)] : [],
            headers: hasHeader ? [("x-a", values.randomElement(using: &random)!), ("Accept", "1")] : []
        )
    }

    @Test func `on random tables and requests both give the same route`() throws {
        var random = Seeded(state: 2024)
        var found = 0
        for _ in 0..<400 {
            let routes = (0..<Int.random(in: 0...60, using: &random)).map { route($0, &random) }
            let table = RouteTable(routes: routes)
            let twin = LinearRoutes(routes: routes)
            for _ in 0..<25 {
                let request = request(&random)
                let expected = twin.match(request)
                #expect(try request.match(table) == expected, "\(request) \(routes)")
                found += expected == RouteTable.noRoute ? 0 : 1
            }
        }
        // Otherwise the words do not meet and nothing was compared.
        #expect(found > 2_000)
    }

    @Test func `an unreachable route is never found, and taking it away changes nothing`() throws {
        var random = Seeded(state: 99)
        var hiddenInAll = 0
        for _ in 0..<200 {
            let routes = (0..<Int.random(in: 0...30, using: &random)).map { route($0, &random) }
            let hidden = RouteTable.unreachable(routes)
            hiddenInAll += hidden.count
            #expect(hidden.allSatisfy { $0.by < $0.hidden })
            let twin = LinearRoutes(routes: routes)
            for _ in 0..<25 {
                let index = twin.match(request(&random))
                #expect(!hidden.contains { routes[$0.hidden].index == index })
            }
        }
        #expect(hiddenInAll > 100)
    }
}
