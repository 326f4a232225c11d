// Do spans arrive, whatever the collector is like, and do the numbers add up?

import TestSupport
import Testing

@Suite struct ExporterTests {
    /// The exporter's numbers in one reading.
    struct Account: CustomStringConvertible {
        let sampled, delivered, waiting, dropped: Double
        let text: String

        init(_ metrics: Metrics) {
            sampled = metrics.sum("headgate_spans_sampled_total")
            delivered = metrics.sum("headgate_exporter_spans_delivered_total")
            waiting = metrics.sum("headgate_exporter_spans_waiting")
            dropped = metrics.sum("headgate_exporter_spans_dropped_total")
            text = metrics.description
        }

        /// Nothing disappears unexplained.
        var addsUp: Bool { sampled == delivered + waiting + dropped }

        var description: String {
            let lines = text.split(separator: "\n").filter { $0.contains("span") && !$0.hasPrefix("#") }
            return "sampled \(sampled) delivered \(delivered) waiting \(waiting) dropped \(dropped)\n"
                + lines.joined(separator: "\n")
        }
    }

    private static func account(_ gateway: TestGateway, until holds: (Account) -> Bool) throws -> Account {
        Account(try gateway.metrics("the numbers of the exporter") { holds(Account($0)) })
    }

    @Test func `every sampled span is delivered once, and counted when it was accepted`() throws {
        let sink = try ZipkinSink()
        let gateway = try TestGateway(to: try Origin(), tracingTo: sink)
        let client = try gateway.connect()
        for _ in 0..<100 { _ = try client.get("/") }

        let spans = try sink.spans(200)
        #expect(Set(spans.map(\.id)).count == 200)
        let account = try Self.account(gateway) { $0.delivered == 200 }
        #expect(account.addsUp, "\(account)")
        #expect(account.sampled == 200, "\(account)")
        #expect(account.dropped == 0, "\(account)")
        #expect(sink.unreadable.isEmpty)
    }

    @Test func `a batch is sent when it is full, without waiting for its age`() throws {
        let sink = try ZipkinSink()
        let origin = try Origin()
        let gateway = try TestGateway(
            to: origin,
            more: "trace { sample 100%; zipkin \(sink.url) { batch 10 or 5m } }"
        )
        let client = try gateway.connect()
        for _ in 0..<5 { _ = try client.get("/") }
        #expect(try sink.spans(10).count == 10)
    }

    @Test func `uploads are Zipkin v2 JSON and ask not to be traced`() throws {
        let sink = try ZipkinSink()
        let gateway = try TestGateway(to: try Origin(), tracingTo: sink)
        _ = try gateway.get("/")
        _ = try sink.spans(2)
        let upload = try #require(sink.requests.first)
        #expect(upload.method == "POST")
        #expect(upload.target == "/api/v2/spans")
        #expect(upload.fields["Content-Type"]?.hasPrefix("application/json") == true)
        #expect(upload.fields["b3"] == "0")
    }

    @Test func `uploads can be compressed`() throws {
        let sink = try ZipkinSink(.refusing(400))
        let gateway = try TestGateway(
            to: try Origin(),
            more: "trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms; gzip on } }"
        )
        _ = try gateway.get("/")
        try eventually("an upload") { !sink.requests.isEmpty }
        let upload = try #require(sink.requests.first)
        #expect(upload.fields["Content-Encoding"] == "gzip")
        #expect(upload.body.prefix(2).elementsEqual([0x1F, 0x8B]) || !upload.isWhole)
    }

    enum Illness: String, Sendable, CaseIterable {
        case down, resetting, unavailable, busy, slow
    }

    @Test(arguments: Illness.allCases)
    func `spans wait while the collector is ill, requests do not, and all arrive when it is well`(
        _ illness: Illness
    ) throws {
        let gate = Gate()
        defer { gate.open() }
        let sink = try ZipkinSink()
        let gateway = try TestGateway(
            to: try Origin(),
            more: "trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms; timeout 300ms } }"
        )
        switch illness {
        case .down: sink.goAway()
        case .resetting: sink.become(.resetting)
        case .unavailable: sink.become(.refusing(503))
        case .busy: sink.become(.refusing(429))
        case .slow: sink.become(.slow(gate))
        }
        let client = try gateway.connect()
        for _ in 0..<20 { #expect(try client.get("/").status == 200) }
        let ill = try Self.account(gateway) { $0.sampled == 40 && $0.waiting > 0 && $0.addsUp }
        #expect(ill.dropped == 0, "\(ill)")

        gate.open()
        sink.become(.well)
        if illness == .down { try sink.comeBack() }

        // A slow collector may have taken a batch whose answer came too late: at least once is what is promised.
        try eventually("all spans to arrive") { Set(sink.spans.map(\.id)).count == 40 }
        let well = try Self.account(gateway) { $0.delivered == 40 }
        #expect(well.addsUp, "\(well)")
        #expect(well.dropped == 0, "\(well)")
    }

    @Test func `what a collector calls bad is dropped and counted, not sent again`() throws {
        let sink = try ZipkinSink(.refusing(400))
        let gateway = try TestGateway(to: try Origin(), tracingTo: sink)
        _ = try gateway.get("/")
        let account = try Self.account(gateway) { $0.dropped == 2 }
        #expect(account.addsUp, "\(account)")
        #expect(account.delivered == 0)
        #expect(sink.requests.count == 1)
    }

    @Test func `a full queue drops and counts, and never grows`() throws {
        let sink = try ZipkinSink()
        sink.goAway()
        let gateway = try TestGateway(
            to: try Origin(),
            more: "trace { sample 100%; archive off; zipkin \(sink.url) { queue 64KiB; batch 10 or 20ms } }"
        )
        let client = try gateway.connect()
        for _ in 0..<300 { #expect(try client.get("/").status == 200) }
        let account = try Self.account(gateway) { $0.sampled == 600 && $0.dropped > 0 && $0.addsUp }
        #expect(account.waiting > 0, "\(account)")
    }

    @Test func `what is refused for too long is dropped and counted`() throws {
        let sink = try ZipkinSink(.refusing(503))
        let gateway = try TestGateway(
            to: try Origin(),
            more: "trace { sample 100%; zipkin \(sink.url) { batch 10 or 20ms; retry-for 300ms } }"
        )
        _ = try gateway.get("/")
        let account = try Self.account(gateway) { $0.dropped == 2 }
        #expect(account.addsUp, "\(account)")
    }

    @Test func `waiting spans are delivered when the gateway stops`() throws {
        let sink = try ZipkinSink()
        let gateway = try TestGateway(
            to: try Origin(),
            more: "trace { sample 100%; zipkin \(sink.url) { batch 10000 or 5m } }"
        )
        _ = try gateway.get("/")
        gateway.signal()
        #expect(try gateway.waitForExit() == .code(0))
        #expect(sink.spans.count == 2)
    }

    @Test func `two collectors both get everything`() throws {
        let sinks = try [ZipkinSink(), ZipkinSink()]
        let gateway = try TestGateway(
            to: try Origin(),
            more: """
                trace {
                    sample 100%
                    zipkin \(sinks[0].url) { batch 10 or 20ms }
                    zipkin \(sinks[1].url) { batch 10 or 20ms }
                }
                """
        )
        _ = try gateway.get("/")
        let ids = try sinks.map { Set(try $0.spans(2).map(\.id)) }
        #expect(ids[0] == ids[1])
    }
}
