// Are hosts of the configuration read, folded and refused as they should be?

import Routing
import Testing

@Suite struct HostPatternTests {
    @Test(arguments: [
        ("shop.example.com", HostPattern.exact("shop.example.com")), ("SHOP.Example.Com", .exact("shop.example.com")),
        ("localhost", .exact("localhost")), ("a_b.example", .exact("a_b.example")),
        ("example.com.", .exact("example.com")),
        ("127.0.0.1", .exact("127.0.0.1")), ("[::1]", .exact("[::1]")), ("[FE80::A]", .exact("[fe80::a]")),
        ("*.example.com", .suffix(".example.com")), ("*.com", .suffix(".com")), ("*", .any),
    ])
    func `a host is read and folded`(text: String, pattern: HostPattern) throws {
        #expect(try HostPattern(parsing: text) == pattern)
        #expect(try HostPattern(parsing: pattern.description) == pattern)
    }

    @Test(arguments: [
        ("a.com:80", PatternError.hostHasPort(suggestion: "a.com")), ("[::1]:80", .hostHasPort(suggestion: "[::1]")),
        ("*.a.com:80", .hostHasPort(suggestion: "a.com")), ("*a.com", .wildcardInsideHost(suggestion: "*")),
        ("a.*.com", .wildcardInsideHost(suggestion: "*.com")), ("*.*.com", .wildcardInsideHost(suggestion: "*.com")),
        ("", .hostIsNoName("")), (".a.com", .hostIsNoName(".a.com")), ("a..com", .hostIsNoName("a..com")),
        ("a b", .hostIsNoName("a b")), ("*.", .hostIsNoName("*.")), ("bücher.de", .hostIsNoName("bücher.de")),
        ("[::g]", .hostIsNoName("[::g]")), ("[]", .hostIsNoName("[]")),
        (Array(repeating: "abcdefg", count: 32).joined(separator: "."), .hostIsTooLong),
    ])
    func `what no request's host can be is refused, with advice where there is some`(text: String, error: PatternError)
    {
        #expect(throws: error) { try HostPattern(parsing: text) }
    }
}
