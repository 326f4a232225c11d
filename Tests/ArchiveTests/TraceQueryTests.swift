// zipkin2.storage.QueryRequest

import Archive
import Telemetry
import Testing

@Suite struct TraceQueryTests {
    private static let trace = [
        makeSpan(
            1,
            1,
            kind: .server,
            name: "get",
            at: 1_000_000,
            lasting: 500,
            local: "front",
            remote: "browser",
            tags: ["http.path": "/a"]
        ),
        makeSpan(
            1,
            2,
            parent: 1,
            kind: .client,
            name: "get /b",
            at: 1_000_100,
            lasting: 300,
            local: "front",
            remote: "back"
        ),
        makeSpan(
            1,
            3,
            parent: 2,
            kind: .server,
            name: "get /b",
            at: 900_000,
            lasting: 200,
            local: "back",
            annotations: [(1_000_150, "cache miss")],
            tags: ["error": "boom"]
        ),
    ]

    struct Row: CustomTestStringConvertible, Sendable {
        let query: String
        let matches: Bool
        var testDescription: String { "\(query) -> \(matches)" }
        init(_ query: String, _ matches: Bool) { (self.query, self.matches) = (query, matches) }
    }

    /// A query as in a URL, without percent-encoding.
    static func query(_ text: String) throws -> TraceQuery {
        var parameters: [String: String] = ["endTs": "2000"]
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            parameters[String(pair[0])] = String(pair[1])
        }
        return try TraceQuery(nowMilliseconds: 5000) { parameters[$0] }
    }

    static let rows = [
        Row("", true),
        // The root dates the trace although another span is earlier.
        Row("endTs=1000&lookback=1", true), Row("endTs=999&lookback=500", false), Row("endTs=1001&lookback=1", true),
        Row("endTs=1002&lookback=1", false), Row("endTs=2000&lookback=900", false),
        Row("serviceName=front", true), Row("serviceName=FRONT", true), Row("serviceName=", true),
        Row("serviceName=browser", false), Row("serviceName=other", false),
        Row("remoteServiceName=back", true), Row("serviceName=back&remoteServiceName=back", false),
        Row("spanName=get", true), Row("spanName=GET", true), Row("spanName=all", true), Row("spanName=ge", false),
        Row("serviceName=back&spanName=get", false), Row("serviceName=back&spanName=get /b", true),
        Row("annotationQuery=error", true), Row("annotationQuery=error=boom", true),
        Row("annotationQuery=error=bo", false), Row("serviceName=front&annotationQuery=error", false),
        Row("annotationQuery=cache miss", true), Row("annotationQuery=cache", false),
        Row("annotationQuery=error and http.path=/a", true), Row("annotationQuery=error and http.path=/b", false),
        Row("serviceName=back&annotationQuery=error and cache miss", true),
        Row("annotationQuery=cache miss=", true), Row("annotationQuery=cache miss=x", false),
        Row("minDuration=500", true), Row("minDuration=501", false), Row("minDuration=250&maxDuration=299", false),
        Row("minDuration=250&maxDuration=300", true), Row("serviceName=back&minDuration=201", false),
    ]

    @Test(arguments: TraceQueryTests.rows)
    func `a trace matches by Zipkin's rules`(row: Row) throws {
        #expect(try Self.query(row.query).matches(Self.trace) == row.matches)
    }

    @Test(arguments: TraceQueryTests.rows)
    func `the store finds exactly what matches`(row: Row) throws {
        let store = TraceStore(try Archive())
        try store.keep(Self.trace, unixMicroseconds: 1)
        let found = try store.traces(matching: Self.query(row.query))
        #expect(found == (row.matches ? [Self.trace] : []))
    }

    @Test func `a trace without a timestamp never matches`() throws {
        #expect(try !Self.query("").matches([makeSpan(1, 1, local: "a")]))
    }

    @Test func `without a root the earliest span dates the trace`() throws {
        let spans = [makeSpan(1, 2, parent: 1, at: 7_000_000), makeSpan(1, 3, parent: 1, at: 6_000_000)]
        #expect(TraceQuery.timestamp(of: spans) == 6_000_000)
    }

    @Test(arguments: [
        ("endTs=0", "endTs <= 0"), ("endTs=-1", "endTs <= 0"), ("limit=0", "limit <= 0"),
        ("lookback=0", "lookback <= 0"),
        ("minDuration=0", "minDuration <= 0"), ("minDuration=2&maxDuration=1", "maxDuration < minDuration"),
        ("maxDuration=5", "maxDuration is only valid with minDuration"), ("limit=x", "limit is not a whole number: x"),
    ])
    func `parameters that make no sense are refused in Zipkin's words`(text: String, says: String) {
        let error = #expect(throws: TraceQueryError.self) { try Self.query(text) }
        #expect(error.map { "\($0)" } == says)
    }

    @Test func `what is not said has Zipkin's defaults`() throws {
        let query = try TraceQuery(nowMilliseconds: 5000) { _ in nil }
        #expect(query.endMilliseconds == 5000 && query.limit == 10 && query.lookbackMilliseconds == 86_400_000)
        #expect(query.beginsWithin == 0...5_000_000)
    }
}
