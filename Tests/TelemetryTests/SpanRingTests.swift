// Whether spans come out of the ring as they went in, in order, and never half.

import Bytes
import Telemetry
import Testing

/// The path of a span from the worker that wrote it to the value that the collector keeps.
@Suite struct SpanRingTests {
    private func head(_ context: TraceContext, kind: SpanKind = .server, shared: Bool = false) -> SpanHead {
        SpanHead(
            context,
            kind: kind,
            startMicroseconds: 1_700_000_000_000_000,
            durationMicroseconds: 1_500,
            isShared: shared
        )
    }

    private func context(_ decision: Decision = .accept) -> TraceContext {
        TraceContext(traceID: TraceID(high: 1, low: 2), spanID: SpanID(3), parentID: SpanID(4), decision: decision)
    }

    /// The one span that `write` put into a ring.
    private func roundTrip(_ head: SpanHead, _ write: (inout SpanWriter) -> Void) -> ZipkinSpan? {
        let ring = SpanRing(capacity: 1 << 16)
        guard var writer = ring.begin(head) else { return nil }
        write(&writer)
        ring.commit(writer)
        var span: ZipkinSpan?
        ring.drain { span = ZipkinSpan($0) }
        return span
    }

    @Test func `a span arrives whole and normalised`() throws {
        let rate = try SampleRate(text: "0.1%")
        let span = roundTrip(head(context())) { writer in
            writer.name(ByteView("GET"), ByteView("/Checkout/*"))
            writer.localService(ByteView("Headgate"))
            writer.remoteService(ByteView("svc-Web"))
            writer.remoteAddress(IPAddress(v4: 0x0A00_0001), port: 8443)
            writer.annotate(.lastByte, atMicroseconds: 1_500)
            writer.annotate(.tlsHandshake, atMicroseconds: -300)
            writer.tag(.httpStatus, number: 200)
            writer.tag(.httpPath, ByteView("/checkout/1"))
            writer.tag(.clientTraceID, TraceID(high: 0, low: 0xAB))
            writer.verdict(SamplingVerdict(isSampled: true, reason: .probabilistic, rate: rate))
        }
        let expected = ZipkinSpan(
            traceID: TraceID(high: 1, low: 2),
            id: SpanID(3),
            parentID: SpanID(4),
            kind: .server,
            name: "get /checkout/*",
            timestamp: 1_700_000_000_000_000,
            duration: 1_500,
            localEndpoint: ZipkinEndpoint(serviceName: "headgate"),
            remoteEndpoint: ZipkinEndpoint(serviceName: "svc-web", address: IPAddress(v4: 0x0A00_0001), port: 8443),
            annotations: [
                ZipkinAnnotation(timestamp: 1_699_999_999_999_700, value: "tls.handshake"),
                ZipkinAnnotation(timestamp: 1_700_000_000_001_500, value: "last.byte"),
            ],
            tags: [
                ZipkinTag(key: "headgate.client.trace_id", value: "00000000000000ab"),
                ZipkinTag(key: "http.path", value: "/checkout/1"), ZipkinTag(key: "http.status_code", value: "200"),
                ZipkinTag(key: "sampler.param", value: "0.001"), ZipkinTag(key: "sampler.type", value: "probabilistic"),
            ]
        )
        #expect(span == expected)
    }

    @Test func `an address of v6 and the flags survive`() {
        let address = IPAddress(high: 0x2001_0db8_0000_0000, low: 7)
        let span = roundTrip(head(context(.debug), shared: true)) { $0.remoteAddress(address, port: 0) }
        #expect(span?.remoteEndpoint == ZipkinEndpoint(address: address))
        #expect(span?.isDebug == true && span?.isShared == true)
        #expect(roundTrip(head(context(), kind: .client, shared: true)) { _ in }?.isShared == false)
    }

    @Test func `a span shorter than a microsecond lasts one`() {
        let head = SpanHead(context(), kind: .client, startMicroseconds: 5, durationMicroseconds: 0)
        #expect(roundTrip(head) { _ in }?.duration == 1)
    }

    @Test func `what does not fit is left out and said so`() {
        let long = [UInt8](repeating: 0x61, count: 5_000)
        let span = roundTrip(head(context())) { writer in
            for tag in SpanTag.allCases { long.withByteView { writer.tag(tag, $0) } }
        }
        #expect(span?.tag("headgate.truncated") == "true")
        #expect(span?.tag("http.method")?.utf8.count == SpanWriter.maximumText)
    }

    @Test func `a text is not cut inside of a character`() {
        let text = String(repeating: "é", count: 600)
        let span = roundTrip(head(context())) { writer in
            text.withByteView { writer.tag(.error, $0.dropFirst(0)) }
            (" " + text).withByteView { writer.tag(.service, $0) }
        }
        #expect(span?.tag("error")?.utf8.count == 1_024)
        #expect(span?.tag("headgate.service")?.utf8.count == 1_023)
    }

    @Test func `a full ring says so and works again when it was emptied`() {
        let ring = SpanRing(capacity: 1 << 14)
        var accepted = 0
        while let writer = ring.begin(head(context())) {
            ring.commit(writer)
            accepted += 1
            if accepted > 10_000 { break }
        }
        #expect(accepted > 100 && accepted < 10_000)
        #expect(ring.drain { _ in } == accepted)
        #expect(ring.waitingBytes < 4_096)
        if case .none = ring.begin(head(context())) { Issue.record("An empty ring is full.") }
    }

    @Test func `a span that was begun and dropped leaves no trace`() {
        let ring = SpanRing(capacity: 1 << 14)
        if var writer = ring.begin(head(context())) { writer.tag(.httpStatus, number: 200) }
        #expect(ring.drain { _ in } == 0)
    }
}
