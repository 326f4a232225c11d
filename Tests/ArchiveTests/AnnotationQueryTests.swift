// zipkin2.storage.QueryRequest.parseAnnotationQuery

import Archive
import Testing

@Suite struct AnnotationQueryTests {
    @Test(
        arguments: [
            ("", [:]), ("error", ["error": ""]), ("a=b=c", ["a": "b=c"]), ("k=", ["k": ""]), ("=v", ["": "v"]),
            ("a and b", ["a": "", "b": ""]), ("a and b and a=1", ["a": "1", "b": ""]), ("a=1 and a", ["a": "1"]),
            ("a=1 and a=2", ["a": "2"]), (" a = 1 and  b ", ["a": "1", "b": ""]),
            ("band and x", ["band": "", "x": ""]),
            ("http.path=/a and b", ["http.path": "/a", "b": ""]), ("a  and  b", ["a": "", "b": ""]),
            (" and ", ["": ""]),
            ("a AND b", ["a AND b": ""]),
        ] as [(String, [String: String])]
    )
    func `a query is split into its clauses`(text: String, clauses: [String: String]) {
        #expect(AnnotationQuery(text).clauses == clauses)
    }
}
