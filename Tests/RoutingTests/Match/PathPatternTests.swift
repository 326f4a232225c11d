// Are paths of the configuration read, and refused when no request can have them?

import Routing
import Testing

@Suite struct PathPatternTests {
    @Test(arguments: [
        ("/", PathPattern.exact("/")), ("/healthz", .exact("/healthz")), ("/a/b/", .exact("/a/b/")),
        ("/*", .prefix("/")),
        ("/checkout/*", .prefix("/checkout/")), ("/a%2Fb/*", .prefix("/a%2Fb/")), ("/a;v=1", .exact("/a;v=1")),
        ("/~user/a.b-c_d", .exact("/~user/a.b-c_d")), ("/...", .exact("/...")),
    ])
    func `a path is read, and shown as it was written`(text: String, pattern: PathPattern) throws {
        #expect(try PathPattern(parsing: text) == pattern)
        #expect(pattern.description == text)
    }

    @Test(arguments: [
        ("healthz", PatternError.pathIsRelative(suggestion: "/healthz")), ("*", .pathIsRelative(suggestion: "/*")),
        ("", .pathIsRelative(suggestion: "/*")), ("~ ^/a$", .regularExpression),
        ("/a*", .wildcardInsidePath(suggestion: "/a/*")), ("/a/*/b", .wildcardInsidePath(suggestion: "/a/*")),
        ("/*.png", .wildcardInsidePath(suggestion: "/*")), ("/**", .wildcardInsidePath(suggestion: "/*")),
        ("/a?b=c", .pathHasQuery(suggestion: "/a")), ("/a#b", .pathHasQuery(suggestion: "/a")),
        ("//a", .pathIsNotNormal(suggestion: "/a")), ("/a/../b/*", .pathIsNotNormal(suggestion: "/b/*")),
        ("/%7euser", .pathIsNotNormal(suggestion: "/~user")), ("/a%2fb", .pathIsNotNormal(suggestion: "/a%2Fb")),
        ("/a/.", .pathIsNotNormal(suggestion: "/a/")), ("/a\\b", .pathIsRefused), ("/a b", .pathIsRefused),
        ("/..", .pathIsRefused), ("/a%00", .pathIsRefused), ("/a%", .pathIsRefused), ("/é", .pathIsRefused),
        ("/..;/a", .pathIsRefused),
    ])
    func `what no request's path can be is refused, with advice where there is some`(text: String, error: PatternError)
    {
        #expect(throws: error) { try PathPattern(parsing: text) }
        if let suggestion = error.suggestion { #expect(throws: Never.self) { try PathPattern(parsing: suggestion) } }
    }

    @Test(arguments: [
        ("/*", "/a", true), ("/*", "/a/*", true), ("/a/*", "/a", false), ("/a/*", "/a/", true),
        ("/a/*", "/ab/*", false),
        ("/a/*", "/a/b/*", true), ("/a/b/*", "/a/*", false), ("/a", "/a", true), ("/a", "/a/*", false),
        ("/a/*", "/a/*", true),
    ])
    func `a prefix covers what begins with it, slash included`(wide: String, narrow: String, covers: Bool) throws {
        #expect(try PathPattern(parsing: wide).covers(PathPattern(parsing: narrow)) == covers)
    }
}
