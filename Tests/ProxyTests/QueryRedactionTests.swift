// Is of a query only shown what may be?

import Bytes
import Config
import Testing

@testable import Proxy

@Suite struct QueryRedactionTests {
    private func shown(_ query: String, _ rule: RedactConfig.Query) -> String {
        var out = ByteBuffer()
        query.withByteView { QueryRedaction(RedactConfig(query: rule)).append($0, to: &out) }
        return String(out.readable)
    }

    @Test func `a hidden query leaves no trace`() {
        #expect(shown("token=1", .all).isEmpty)
        #expect(QueryRedaction(RedactConfig()).hidesAll, "this is the default")
    }

    @Test func `a shown query is shown as it came`() {
        #expect(shown("a=1&b", .none) == "?a=1&b")
        #expect(shown("", .none) == "?")
    }

    @Test(arguments: [
        ("page=2&token=x", "?page=2&token=REDACTED"), ("token=x", "?token=REDACTED"), ("page", "?page"),
        ("PAGE=2", "?PAGE=REDACTED"), ("page=1&page=2", "?page=1&page=2"), ("a=b=c", "?a=REDACTED"),
        ("&&page=1", "?&&page=1"), ("=x", "?=REDACTED"), ("page=", "?page="),
    ])
    func `the values of other parameters are hidden, their names are not`(row: (String, String)) {
        #expect(shown(row.0, .except(["page", "sort"])) == row.1)
    }

    /// A secret without a name (`?c2VjcmV0`) was shown as if it were a parameter's name.
    @Test func `what has no name of those that are shown is hidden`() {
        #expect(shown("c2VjcmV0", .except(["page"])) == "?REDACTED")
        #expect(shown("page&c2VjcmV0&sort", .except(["page", "sort"])) == "?page&REDACTED&sort")
    }
}
