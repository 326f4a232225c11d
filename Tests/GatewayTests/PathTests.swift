// Do router and upstream see one and the same path?

import TestSupport
import Testing

/// RFC 3986, 6.2.2.
@Suite struct PathTests {
    @Test(arguments: [
        ("/a/b", "/a/b"), ("/a%62c", "/abc"), ("/%7euser", "/~user"), ("/a%2fb", "/a%2Fb"), ("/%e4", "/%E4"),
        ("/a/./b", "/a/b"), ("/a/../b", "/b"), ("/a/%2e%2E/b", "/b"), ("/a/%2e/b", "/a/b"), ("//a///b", "/a/b"),
        ("/a/b/..", "/a/"), ("/a/.", "/a/"), ("/a;x=1/b", "/a;x=1/b"), ("/a/...", "/a/..."), ("/.a/..b", "/.a/..b"),
        ("/a?b=/../c//d", "/a?b=/../c//d"), ("/a?%2e%2e%00=%zz", "/a?%2e%2e%00=%zz"), ("/?", "/?"),
        ("http://localhost/x/../y", "/y"), ("http://localhost", "/"), ("http://localhost?q", "/?q"),
        ("/a%20b%22", "/a%20b%22"),
    ])
    func `the origin sees the normalised path`(sent: String, seen: String) throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin)
        let answer = try gateway.get(sent)
        #expect(answer.status == 200, "\(answer)")
        #expect(try origin.request().target == seen)
    }

    @Test(arguments: [
        "/..", "/a/../..", "/%2e%2e/", "/a\\b", "/a%5cb", "/a%5Cb", "/%00", "/a%0ab", "/a%7fb", "/..;/", "/a/..;x=1/b",
        "/.;/a", "/%zz", "/%4", "/%", "/a\u{1}b", "/a\"b", "/a<b>", "/..%2f",
    ])
    func `a path that hides where it leads is refused`(sent: String) throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin)
        let answer = try gateway.get(sent)
        #expect(answer.status == 400, "\(answer)")
        #expect(origin.requests.isEmpty)
    }

    @Test(arguments: ["/public/../admin/x", "/public/%2e%2e/admin/x", "/public//../admin/x", "//admin/x", "/%61dmin/x"])
    func `a disguised path is routed by what it means`(sent: String) throws {
        let open = try Origin(.answer("open"))
        let gateway = try TestGateway(
            """
            listen @http {
                route /admin/* { respond 403 "closed" }
                route /* to \(open.address)
            }
            """
        )
        #expect(try gateway.get(sent).status == 403)
        #expect(open.requests.isEmpty)
    }
}
