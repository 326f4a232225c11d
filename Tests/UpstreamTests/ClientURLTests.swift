// Are URLs taken apart as they should be, and refused when they are none?

import Testing
import Upstream

@Suite struct ClientURLTests {
    @Test(
        arguments: [
            ("http://a", "a", 80, "/", "a"), ("HTTP://A.Example:80/x", "A.Example", 80, "/x", "A.Example"),
            ("https://a:8443/x/y?q=1#part", "a", 8443, "/x/y?q=1", "a:8443"), ("http://a?q", "a", 80, "/?q", "a"),
            ("http://[::1]:9411/api", "[::1]", 9411, "/api", "[::1]:9411"),
            ("https://127.0.0.1", "127.0.0.1", 443, "/", "127.0.0.1"),
        ] as [(String, String, UInt16, String, String)]
    )
    func `a URL has a host, a port, a target and an authority`(row: (String, String, UInt16, String, String)) throws {
        let url = try #require(ClientURL(row.0))
        #expect(url.host == row.1 && url.port == row.2 && url.target == row.3 && url.authority == row.4)
        #expect(url.isSecure == row.0.hasPrefix("https"))
        #expect(ClientURL(url.description) == url)
    }

    @Test(arguments: [
        "", "a", "http:/a", "http://", "ftp://a", "http://user@a/", "http://a:x/", "http://a:70000/", "http://a b/",
        "http://a/b c", "http://a/\r\nX: y", "http://[::1", "http://a/ä",
    ])
    func `what is no such URL is refused`(text: String) { #expect(ClientURL(text) == nil) }
}
