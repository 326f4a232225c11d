// Does the compiled table take the route that a reader of the file would?

import Bytes
import HTTP
import Routing
import Testing

@Suite struct RouteTableTests {
    /// Routes from lines like `shop.example *.example /a/*`: hosts, then a path. Indexes are positions.
    private func table(_ lines: [String]) throws -> RouteTable {
        let entries = try lines.enumerated().map { index, line in
            let words = line.split(separator: " ").map(String.init)
            let hosts = try words.dropLast().map { try HostPattern(parsing: $0) }
            return RouteEntry(hosts: hosts, path: try PathPattern(parsing: words.last!), index: index)
        }
        return RouteTable(routes: entries)
    }

    @Test func `an empty table has no route for anything`() throws {
        #expect(try PlainRequest().match(RouteTable(routes: [])) == RouteTable.noRoute)
    }

    @Test(arguments: [
        ("shop.example.com", 0), ("SHOP.example.COM", 0), ("shop.example.com.", 0), ("api.example.com", 1),
        ("v1.api.example.com", 2), ("v2.v1.api.example.com", 2), ("example.com", 3), ("xapi.example.com", 1),
        ("shop.example.com.org", 3), ("com", 3), ("[::1]", 3), ("localhost", 3), ("a.b.c.d.e.f.g.example.com", 1),
    ])
    func `exact comes before the longest suffix, and that before any`(host: String, index: Int) throws {
        let table = try table(["shop.example.com /*", "*.example.com /*", "*.api.example.com /*", "* /*"])
        #expect(try PlainRequest(host: host).match(table) == index)
    }

    @Test func `a host with a port is the same host`() throws {
        let table = try table(["a.example /*"])
        #expect(try PlainRequest(host: "a.example:8443").match(table) == 0)
    }

    @Test func `a host whose routes do not fit does not fall through to a wider one`() throws {
        let table = try table(["a.example /a", "*.example /b", "* /c"])
        #expect(try PlainRequest(host: "a.example", path: "/b").match(table) == RouteTable.noRoute)
        #expect(try PlainRequest(host: "a.example", path: "/c").match(table) == RouteTable.noRoute)
        #expect(try PlainRequest(host: "b.example", path: "/b").match(table) == 1)
    }

    @Test func `without a fitting host there is no route`() throws {
        #expect(try PlainRequest(host: "b.example").match(try table(["a.example /*"])) == RouteTable.noRoute)
    }

    @Test func `a name that begins with a dot is nobody's subdomain`() throws {
        let table = try table(["*.example /*"])
        let fields = Fields(capacity: 1)
        let found = Array(".example".utf8).withByteView { host in
            let path = ByteView("/")
            return table.match(host: host, path: path, method: .get, methodBytes: .empty, query: nil, fields: fields)
        }
        #expect(found == RouteTable.noRoute)
    }

    @Test func `a request without a host gets what any host gets`() throws {
        let text = "GET / HTTP/1.0\r\n\r\n"
        #expect(try RequestText.match(text, table(["a.example /*", "* /*"])) == 1)
        #expect(try RequestText.match(text, table(["a.example /*"])) == RouteTable.noRoute)
    }

    @Test(arguments: [
        ("/", 4), ("/healthz", 0), ("/healthz/", 4), ("/checkout", 4), ("/checkout/", 1), ("/checkout/a/b", 1),
        ("/checkouts", 4), ("/a/b/c", 2), ("/a/b", 3), ("/a/b/", 2), ("/a/", 3), ("/a", 4), ("/a/bc", 3),
        ("/checkout%2Fa", 4), ("/HEALTHZ", 4),
    ])
    func `exact paths and prefixes of whole segments`(path: String, index: Int) throws {
        let table = try table(["* /healthz", "* /checkout/*", "* /a/b/*", "* /a/*", "* /*"])
        #expect(try PlainRequest(path: path).match(table) == index)
    }

    @Test func `the first route that fits wins, however exact a later one is`() throws {
        #expect(try PlainRequest(path: "/a/b").match(try table(["* /a/*", "* /a/b"])) == 0)
        #expect(try PlainRequest(path: "/a/b").match(try table(["* /a/b", "* /a/*"])) == 0)
        #expect(try PlainRequest(path: "/a/b/c").match(try table(["* /*", "* /a/b/*"])) == 0)
    }

    @Test func `different writings of one path are one path`() throws {
        let table = try table(["* /admin/*", "* /*"])
        for path in ["/admin/x", "//admin/x", "/x/../admin/x", "/%61dmin/x", "/./admin//x"] {
            #expect(try PlainRequest(path: path).match(table) == 0, "\(path)")
        }
    }

    @Test func `the whole server is no path`() throws {
        let text = "OPTIONS * HTTP/1.1\r\nHost: a.example\r\n\r\n"
        #expect(try RequestText.match(text, table(["* /*"])) == RouteTable.noRoute)
    }

    @Test func `the answer is the route's own number`() throws {
        let entry = RouteEntry(path: .prefix("/"), index: 77)
        #expect(try PlainRequest().match(RouteTable(routes: [entry])) == 77)
        let picky = RouteEntry(path: .prefix("/"), matchers: [.methods(["GET"])], index: 99)
        #expect(try PlainRequest().match(RouteTable(routes: [picky, entry])) == 99)
    }

    private static let conditional: [RouteEntry] = [
        RouteEntry(path: .prefix("/"), matchers: [.methods(["PURGE", "DELETE", "BAN"])], index: 0),
        RouteEntry(path: .exact("/a/b"), matchers: [.header(name: "X-Beta", value: "yes")], index: 1),
        RouteEntry(path: .prefix("/a/"), matchers: [.header(name: "X-Beta", value: nil)], index: 2),
        RouteEntry(path: .prefix("/"), matchers: [.header(name: "User-Agent", value: "curl/8")], index: 3),
        RouteEntry(path: .prefix("/a/"), matchers: [.query(name: "page", value: "2 3")], index: 4),
        RouteEntry(path: .prefix("/a/"), matchers: [.query(name: "debug", value: nil), .methods(["GET"])], index: 5),
        RouteEntry(path: .prefix("/a/b/"), index: 6),
        RouteEntry(path: .prefix("/"), index: 7),
    ]

    @Test(arguments: [
        ("GET /a/b HTTP/1.1", "", 7), ("DELETE /a/b HTTP/1.1", "X-Beta: yes", 0), ("PURGE / HTTP/1.1", "", 0),
        ("BAN / HTTP/1.1", "", 0), ("PURG / HTTP/1.1", "", 7), ("BANPURGE / HTTP/1.1", "", 7),
        ("delete / HTTP/1.1", "", 7),
        ("GET /a/b HTTP/1.1", "x-bETA: yes", 1), ("GET /a/b HTTP/1.1", "X-Beta: no\r\nX-Beta: yes", 1),
        ("GET /a/b HTTP/1.1", "X-Beta: YES", 2), ("GET /a/c HTTP/1.1", "X-Beta:", 2),
        ("GET /c HTTP/1.1", "X-Beta: yes", 7),
        ("GET /c HTTP/1.1", "user-agent: curl/8", 3), ("GET /c HTTP/1.1", "User-Agent: curl/80", 7),
        ("GET /a/c?page=2+3 HTTP/1.1", "", 4), ("GET /a/c?x&p%61ge=2%203 HTTP/1.1", "", 4),
        ("GET /a/c?page=2%2B3 HTTP/1.1", "", 7), ("GET /a/c?page=1&page=2%203&x HTTP/1.1", "", 4),
        ("GET /a/c?page HTTP/1.1", "", 7), ("GET /a/c?debug HTTP/1.1", "", 5), ("GET /a/c?debug= HTTP/1.1", "", 5),
        ("GET /a/c?debugs HTTP/1.1", "", 7), ("GET /a/c?x=debug HTTP/1.1", "", 7), ("POST /a/c?debug HTTP/1.1", "", 7),
        ("GET /a/b/c?debug HTTP/1.1", "", 5), ("GET /a/b/c HTTP/1.1", "", 6), ("GET /a/b/c? HTTP/1.1", "", 6),
    ])
    func `matchers are asked in the order of the file, and a failed one leads on`(
        line: String,
        header: String,
        index: Int
    ) throws {
        let table = RouteTable(routes: Self.conditional)
        let text = "\(line)\r\nHost: a.example\r\n\(header.isEmpty ? "" : header + "\r\n")\r\n"
        #expect(try RequestText.match(text, table) == index)
    }

    @Test func `a table of ten thousand routes finds each of them`() throws {
        let entries = (0..<10_000).map { i in
            let host = HostPattern.exact("svc\(i % 100).example")
            return RouteEntry(hosts: [host], path: i % 2 == 0 ? .prefix("/v\(i)/") : .exact("/v\(i)"), index: i)
        }
        let table = RouteTable(routes: entries)
        for i in 0..<10_000 {
            let path = i % 2 == 0 ? "/v\(i)/x" : "/v\(i)"
            #expect(try PlainRequest(host: "svc\(i % 100).example", path: path).match(table) == i)
            #expect(
                try PlainRequest(host: "svc\((i + 1) % 100).example", path: path).match(table) == RouteTable.noRoute
            )
        }
    }
}
