// Are matchers read, and is it known which of them asks for less?

import Routing
import Testing

@Suite struct FieldMatcherTests {
    @Test(arguments: [
        ("method", ["GET", "HEAD"], FieldMatcher.methods(["GET", "HEAD"])),
        ("header", ["X-Beta"], .header(name: "X-Beta", value: nil)),
        ("header", ["X-Beta", "yes"], .header(name: "X-Beta", value: "yes")),
        ("query", ["page"], .query(name: "page", value: nil)),
        ("query", ["page", ""], .query(name: "page", value: "")),
    ])
    func `a matcher is read from its words`(kind: String, values: [String], matcher: FieldMatcher) throws {
        #expect(try FieldMatcher(kind: kind, values: values) == matcher)
    }

    @Test(arguments: [
        ("method", [], PatternError.noMethods), ("method", ["G T"], .notAToken("G T")),
        ("header", ["a:b"], .notAToken("a:b")),
        ("header", [], .wrongValueCount(matcher: "header", usage: "match header NAME [VALUE]")),
        ("query", ["a", "b", "c"], .wrongValueCount(matcher: "query", usage: "match query NAME [VALUE]")),
        ("query", [""], .wrongValueCount(matcher: "query", usage: "match query NAME [VALUE]")),
        ("cookie", ["a"], .unknownMatcher("cookie")),
    ])
    func `a matcher that means nothing is refused`(kind: String, values: [String], error: PatternError) {
        #expect(throws: error) { try FieldMatcher(kind: kind, values: values) }
    }

    @Test(arguments: [
        (FieldMatcher.methods(["GET", "PUT"]), FieldMatcher.methods(["PUT"]), true),
        (.methods(["PUT"]), .methods(["GET", "PUT"]), false),
        (.header(name: "X-A", value: nil), .header(name: "x-a", value: "1"), true),
        (.header(name: "X-A", value: "1"), .header(name: "X-A", value: nil), false),
        (.header(name: "X-A", value: "1"), .header(name: "X-A", value: "2"), false),
        (.query(name: "a", value: nil), .query(name: "a", value: nil), true),
        (.query(name: "a", value: nil), .query(name: "A", value: nil), false),
        (.query(name: "a", value: nil), .header(name: "a", value: nil), false),
    ])
    func `asking for less is implied by asking for more`(less: FieldMatcher, more: FieldMatcher, isImplied: Bool) {
        #expect(less.isImplied(by: more) == isImplied)
    }
}
