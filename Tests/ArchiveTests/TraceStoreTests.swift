// Spans kept, found, and let go.

import Archive
import Telemetry
import Testing

@Suite struct TraceStoreTests {
    private func makeStore(_ limits: ArchiveLimits = ArchiveLimits()) throws -> TraceStore {
        TraceStore(try Archive(), limits: limits)
    }

    private func all(limit: Int = 1000) throws -> TraceQuery {
        try TraceQuery(endMilliseconds: 1_000_000_000, lookbackMilliseconds: 1_000_000_000, limit: limit)
    }

    @Test func `a trace is found by its whole id in the order of arrival`() throws {
        let store = try makeStore()
        let first = [makeSpan(5, 2, parent: 1, at: 20, local: "b", high: 9)]
        let second = [makeSpan(5, 1, at: 10, local: "a", high: 9), makeSpan(5, 3, at: 1, high: 8)]
        try store.keep(first, unixMicroseconds: 0)
        try store.keep(second, unixMicroseconds: 0)
        #expect(try store.trace(TraceID(high: 9, low: 5)) == [first[0], second[0]])
        #expect(try store.trace(TraceID(high: 8, low: 5)) == [second[1]])
        #expect(try store.trace(TraceID(high: 0, low: 5)).isEmpty)
    }

    @Test func `a batch that is sent again changes nothing`() throws {
        let store = try makeStore()
        let spans = [
            makeSpan(1, 1, name: "a", at: 1, local: "x"), makeSpan(1, 2, parent: 1, at: 2, local: "x", remote: "y"),
        ]
        #expect(try store.keep(spans, unixMicroseconds: 0).kept == 2)
        let again = try store.keep(spans + [spans[0]], unixMicroseconds: 0)
        #expect(again.kept == 0 && again.duplicates == 3)
        #expect(try store.trace(TraceID(high: 0, low: 1)) == spans)
        #expect(try store.dependencies(endMilliseconds: 10).map(\.callCount) == [1])
        #expect(try store.contents().spans == 2)
    }

    @Test func `the newest traces come first and no more than asked for`() throws {
        let store = try makeStore()
        for i: UInt64 in 1...20 { try store.keep([makeSpan(i, i, at: Int64(i * 7 % 20 + 1))], unixMicroseconds: 0) }
        let found = try store.traces(matching: all(limit: 5)).map { $0[0].timestamp }
        #expect(found == [20, 19, 18, 17, 16])
    }

    @Test func `a root that arrives late dates its trace anew`() throws {
        let store = try makeStore()
        try store.keep([makeSpan(1, 2, parent: 1, at: 5_000)], unixMicroseconds: 0)
        try store.keep([makeSpan(2, 1, at: 6_000)], unixMicroseconds: 0)
        #expect(try store.traces(matching: all()).map { $0[0].traceID.low } == [2, 1])
        try store.keep([makeSpan(1, 1, at: 7_000)], unixMicroseconds: 0)
        #expect(try store.traces(matching: all()).map { $0[0].traceID.low } == [1, 2])
    }

    @Test func `names are listed once and in order`() throws {
        let store = try makeStore()
        try store.keep(
            [
                makeSpan(1, 1, name: "put", local: "web", remote: "users"),
                makeSpan(1, 2, name: "get", local: "web", remote: "db"), makeSpan(2, 3, name: "get", local: "web"),
                makeSpan(2, 4, name: "other", local: "app"), makeSpan(2, 5, name: "nameless"),
            ],
            unixMicroseconds: 0
        )
        #expect(try store.serviceNames() == ["app", "web"])
        #expect(try store.spanNames(service: "Web") == ["get", "put"])
        #expect(try store.remoteServiceNames(service: "web") == ["db", "users"])
        #expect(try store.remoteServiceNames(service: "app") == [])
        #expect(try store.spanNames(service: "nobody") == [])
    }

    @Test func `too many traces make the first ones go, whole`() throws {
        let store = try makeStore(ArchiveLimits(traces: 100))
        for i: UInt64 in 1...150 {
            try store.keep(
                [makeSpan(i, 1, at: 1, local: "s\(i)"), makeSpan(i, 2, parent: 1)],
                unixMicroseconds: Int64(i)
            )
        }
        let evicted = try store.evict(unixMicroseconds: 200)
        #expect(evicted.traces == 55 && evicted.spans == 110)
        #expect(try store.contents().traces == 95)
        #expect(try store.trace(TraceID(high: 0, low: 55)).isEmpty)
        #expect(try store.trace(TraceID(high: 0, low: 56)).count == 2)
        // Names that nothing refers to any more are gone too.
        #expect(try store.serviceNames().count == 95)
    }

    @Test func `old traces go by their arrival, whatever their spans claim`() throws {
        let store = try makeStore(ArchiveLimits(age: .seconds(10)))
        try store.keep([makeSpan(1, 1, at: 999_000_000)], unixMicroseconds: 1_000_000)
        try store.keep([makeSpan(2, 1, at: 1)], unixMicroseconds: 5_000_000)
        #expect(try store.evict(unixMicroseconds: 11_000_000).traces == 0)
        #expect(try store.evict(unixMicroseconds: 11_000_001).traces == 1)
        #expect(try store.trace(TraceID(high: 0, low: 2)).count == 1)
    }

    @Test func `the size is kept below its bound and space is given back`() throws {
        let store = try makeStore(ArchiveLimits(bytes: 1 << 20))
        let text = String(repeating: "x", count: 1000)
        for i: UInt64 in 1...20 {
            let spans = (1...100).map { makeSpan(i, UInt64($0), at: Int64(i), tags: ["t": text]) }
            try store.keep(spans, unixMicroseconds: Int64(i))
            try store.evict(unixMicroseconds: Int64(i))
            #expect(try store.contents().bytes <= 1 << 20)
        }
        #expect(try store.contents().traces > 2)
        #expect(try store.trace(TraceID(high: 0, low: 20)).count == 100)
        #expect(try store.trace(TraceID(high: 0, low: 1)).isEmpty)
    }

    @Test func `a bound that not even empty tables keep ends in empty tables`() throws {
        let store = try makeStore(ArchiveLimits(bytes: 1))
        try store.keep([makeSpan(1, 1)], unixMicroseconds: 0)
        #expect(try store.evict(unixMicroseconds: 0).traces == 1)
    }

    @Test func `a trace takes no more spans than one may have`() throws {
        let store = try makeStore(ArchiveLimits(spansPerTrace: 3))
        let kept = try store.keep((1...5).map { makeSpan(1, UInt64($0)) }, unixMicroseconds: 0)
        #expect(kept.kept == 3 && kept.overfull == 2)
        #expect(try store.keep([makeSpan(1, 9)], unixMicroseconds: 0).overfull == 1)
        #expect(try store.keep([makeSpan(2, 9)], unixMicroseconds: 0).kept == 1)
    }

    @Test func `links are counted over all traces of the window, short and long ids together`() throws {
        let store = try makeStore()
        for i: UInt64 in 1...3 {
            let at = Int64(i) * 1_000_000
            try store.keep([makeSpan(i, 1, kind: .client, at: at, local: "a", high: 7)], unixMicroseconds: 0)
            try store.keep([makeSpan(i, 2, parent: 1, kind: .server, at: at, local: "b")], unixMicroseconds: 0)
        }
        let links = try store.dependencies(endMilliseconds: 3000, lookbackMilliseconds: 1000)
        #expect(links == [DependencyLink(parent: "a", child: "b", callCount: 2)])
        #expect(throws: TraceQueryError.self) { try store.dependencies(endMilliseconds: 0) }
    }
}
