// A trace in a terminal.

import Bytes
import Collector
import Telemetry
import Testing

@Suite struct TraceWaterfallTests {
    private static let start: Int64 = 1_767_323_045_678_000  // 2026-01-02 03:04:05.678 UTC

    private static func span(
        _ id: UInt64,
        parent: UInt64 = 0,
        _ kind: SpanKind?,
        _ service: String,
        _ name: String,
        from offset: Int64,
        lasting duration: Int64,
        tags: [String: String] = [:],
        annotations: [(Int64, String)] = []
    ) -> ZipkinSpan {
        ZipkinSpan(
            traceID: TraceID(high: 0, low: 0xAB),
            id: SpanID(id),
            parentID: SpanID(parent),
            kind: kind,
            name: name,
            timestamp: start + offset,
            duration: duration,
            localEndpoint: ZipkinEndpoint(serviceName: service),
            annotations: annotations.map { ZipkinAnnotation(timestamp: start + $0.0, value: $0.1) },
            tags: tags.map { ZipkinTag(key: $0.key, value: $0.value) }
        )
    }

    private static let trace = [
        span(1, .server, "headgate", "get /*", from: 0, lasting: 10_000, tags: ["http.status_code": "200"]),
        span(2, parent: 1, .client, "headgate", "get", from: 1_000, lasting: 8_000, annotations: [(1_500, "connect")]),
        span(3, parent: 2, .server, "hello", "get /", from: 2_000, lasting: 6_000),
        span(4, parent: 3, nil, "hello", "cache", from: 2_500, lasting: 0, tags: ["error": "miss"]),
    ]

    @Test func `spans stand in order, indented, with their bars where they lie`() throws {
        let text = try #require(TraceWaterfall(Self.trace.reversed(), style: .init(width: 67))).text
        #expect(
            text == """
                00000000000000ab  2026-01-02 03:04:05.678 UTC  4 spans  10.0 ms
                headgate  get /*       ████████████████████  10.0 ms    200
                headgate  └ get          ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒    8.00 ms
                hello       └ get /        ████████████      6.00 ms
                hello         └ cache       ╎                ?          error: miss

                """
        )
    }

    @Test func `moments follow their span when they are wanted`() throws {
        let style = TraceWaterfall.Style(width: 66, showsAnnotations: true)
        let text = try #require(TraceWaterfall(Self.trace, style: style)).text
        #expect(text.contains("+500 µs    connect\n"))
    }

    @Test func `colours are there only when asked for`() throws {
        let plain = try #require(TraceWaterfall(Self.trace)).text
        let coloured = try #require(TraceWaterfall(Self.trace, style: .init(isColoured: true))).text
        #expect(!plain.contains("\u{1B}") && coloured.contains("\u{1B}[31m"))
    }

    @Test func `a stranger's text cannot command the terminal`() throws {
        let span = Self.span(
            1,
            .server,
            "s\u{1B}[2J",
            "a\nb\u{202E}c",
            from: 0,
            lasting: 1,
            tags: ["error": "\u{7}\r"],
            annotations: [(0, "\u{1B}]0;x\u{7}")]
        )
        let text = try #require(TraceWaterfall([span], style: .init(showsAnnotations: true))).text
        let controls = text.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202E}" }
        #expect(controls.isEmpty && text.split(separator: "\n").count == 3)
    }

    @Test(
        arguments: [
            (850, "850 µs"), (12_345, "12.3 ms"), (1_234_567, "1.23 s"), (75_000_000, "75.0 s"),
            (750_000_000, "12.5 min"),
            (11_520_000_000, "3.20 h"), (34_560_000_000_000, "400 d"), (.max, ">1000 d"),
        ] as [(Int64, String)]
    )
    func `durations have three digits and a unit`(microseconds: Int64, text: String) throws {
        let span = Self.span(1, .server, "s", "n", from: 0, lasting: microseconds)
        #expect(try #require(TraceWaterfall([span])).text.hasSuffix("█  \(text)\n"))
    }

    @Test(arguments: [(-1, 1), (0, .max), (.max, .max), (.min, .min), (1, .min)] as [(Int64, Int64)])
    func `impossible times are shown all the same`(timestamp: Int64, duration: Int64) throws {
        let odd = ZipkinSpan(
            traceID: TraceID(high: 0, low: 0xAB),
            id: SpanID(7),
            timestamp: timestamp,
            duration: duration,
            annotations: [ZipkinAnnotation(timestamp: .max, value: "late"), ZipkinAnnotation(timestamp: 0, value: "0")]
        )
        let style = TraceWaterfall.Style(showsAnnotations: true)
        for trace in [[odd], Self.trace + [odd]] {
            #expect(try #require(TraceWaterfall(trace, style: style)).text.contains("\(trace.count) span"))
        }
    }

    @Test func `a huge trace is cut, and says by how much`() throws {
        let spans = (1...1234).map { Self.span($0, .server, "s", "n", from: Int64($0), lasting: 1) }
        let text = try #require(TraceWaterfall(spans)).text
        #expect(text.split(separator: "\n").count == 202)
        #expect(text.contains("1234 spans") && text.hasSuffix("\n… and 1034 more\n"))
    }

    @Test func `spans without time, parent or end are shown all the same`() throws {
        let bare = ZipkinSpan(traceID: TraceID(high: 0, low: 1), id: SpanID(2), parentID: SpanID(9))
        let circle = [
            ZipkinSpan(traceID: TraceID(high: 0, low: 1), id: SpanID(3), parentID: SpanID(4)),
            ZipkinSpan(traceID: TraceID(high: 0, low: 1), id: SpanID(4), parentID: SpanID(3)),
        ]
        let text = try #require(TraceWaterfall([bare] + circle)).text
        #expect(text.split(separator: "\n").count == 4 && text.contains("3 spans"))
        #expect(TraceWaterfall([]) == nil)
    }
}
