// Do patterns of names fit and capture what they should?

import Routing
import Testing

@Suite struct DtabPatternTests {
    private func captures(_ pattern: String, _ name: String) throws -> [String: String]? {
        try #require(DtabPattern(parsing: pattern)).captures(in: DtabPath(parsing: name))
    }

    @Test(
        arguments: [
            ("/svc/*", "/svc/web", [:]), ("/svc/*", "/svc/web/x", [:]), ("/svc/*", "/svc", nil), ("/svc", "/svcs", nil),
            ("*", "/", [:]), ("/", "/a/b", [:]), ("/svc/{a}", "/svc/web", ["a": "web"]),
            ("/{a}:{b}", "/x:y:z", ["a": "x:y", "b": "z"]), ("/{a}-{b}", "/x-", nil), ("/v{a}", "/xv1", nil),
            ("/{a}.com", "/x.community", ["a": "x"]), ("/{a}.com", "/xacom", nil), ("/{a", "/b", nil),
            ("/{}", "/b", nil),
        ] as [(String, String, [String: String]?)]
    )
    func `a pattern fits whole leading segments and captures parts`(
        pattern: String,
        name: String,
        expected: [String: String]?
    ) throws {
        #expect(try captures(pattern, name) == expected)
    }

    @Test func `captures are put where the template names them`() throws {
        let pattern = try #require(DtabPattern(parsing: "/svc/{role}/{port}"))
        let name = try DtabPath(parsing: "/svc/web/80")
        #expect(pattern.substitute(name, into: "{role}.{port}.{role}.{other}{") == "web.80.web.{other}{")
        #expect(pattern.substitute(DtabPath(["svc"]), into: "x") == nil)
    }

    @Test func `captures per segment are limited`() {
        #expect(DtabPattern(parsing: "/{a}{b}{c}{d}") != nil)
        #expect(DtabPattern(parsing: "/{a}{b}{c}{d}{e}") == nil)
    }
}
