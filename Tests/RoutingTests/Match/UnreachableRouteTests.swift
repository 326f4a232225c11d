// Are routes that can never be reached found, and only those?

import Routing
import Testing

@Suite struct UnreachableRouteTests {
    /// What is hidden by what, as text: `1<0`.
    private func hidden(_ routes: [RouteEntry]) -> [String] {
        RouteTable.unreachable(routes).map { "\($0.hidden)<\($0.by)" }
    }

    private func route(_ path: String, _ matchers: [FieldMatcher] = [], hosts: [HostPattern] = [.any]) -> RouteEntry {
        RouteEntry(hosts: hosts, path: try! PathPattern(parsing: path), matchers: matchers, index: 0)
    }

    @Test(arguments: [
        (["/a", "/a"], ["1<0"]), (["/*", "/a", "/b/*"], ["1<0", "2<0"]), (["/a/*", "/a"], []),
        (["/a", "/a/*", "/*"], []),
        (["/a/*", "/a/b/c", "/a/b/*", "/ab"], ["1<0", "2<0"]), (["/a", "/*", "/a", "/b"], ["2<0", "3<1"]),
        (["/a/", "/a/*", "/a/"], ["2<0"]),
    ])
    func `a duplicate or a wider route above hides`(paths: [String], pairs: [String]) {
        #expect(hidden(paths.map { route($0) }) == pairs)
    }

    @Test func `a route with matchers hides only what asks for at least as much`() {
        let get = FieldMatcher.methods(["GET"])
        let read = FieldMatcher.methods(["GET", "HEAD"])
        let beta = FieldMatcher.header(name: "X-Beta", value: nil)
        let yes = FieldMatcher.header(name: "x-beta", value: "yes")
        #expect(hidden([route("/*", [get]), route("/a")]).isEmpty)
        #expect(hidden([route("/*", [read]), route("/a", [get])]) == ["1<0"])
        #expect(hidden([route("/*", [get]), route("/a", [read])]).isEmpty)
        #expect(hidden([route("/*", [beta]), route("/a", [get, yes])]) == ["1<0"])
        #expect(hidden([route("/*", [beta, get]), route("/a", [yes])]).isEmpty)
        #expect(hidden([route("/*"), route("/a", [yes])]) == ["1<0"])
    }

    @Test func `hosts are apart, even if one pattern contains the other`() {
        let wide = route("/*", hosts: [.suffix(".example")])
        let narrow = route("/*", hosts: [.exact("a.example")])
        #expect(hidden([wide, narrow, route("/*")]).isEmpty)
    }

    @Test func `a route of several hosts is hidden only if it is hidden at all of them`() {
        let a = HostPattern.exact("a")
        let b = HostPattern.exact("b")
        #expect(hidden([route("/*", hosts: [a]), route("/x", hosts: [a, b])]).isEmpty)
        let all = [route("/*", hosts: [a]), route("/x", hosts: [b]), route("/x", hosts: [b, a])]
        #expect(hidden(all) == ["2<0"])
    }

    @Test func `ten thousand routes are checked without delay`() {
        let routes = (0..<10_000).map { route("/svc\($0 % 9_999)/v1/*") }
        #expect(hidden(routes) == ["9999<0"])
    }
}
