// Records as workers write them.

import Bytes
import Telemetry

/// Writes spans into rings for the tests.
enum SpanSource {
    /// The two spans of one forwarded request. Returns whether both found room.
    @discardableResult
    static func request(_ number: UInt64, into ring: SpanRing, path: StaticString = "/items/42", debug: Bool = false)
        -> Bool
    {
        let trace = TraceID(high: 0x65b1_f0aa, low: number)
        let server = TraceContext(traceID: trace, spanID: SpanID(number << 8 | 1), decision: debug ? .debug : .accept)
        let isServerWritten = write(server, .server, into: ring, path: path)
        let isClientWritten = write(server.child(SpanID(number << 8 | 2)), .client, into: ring, path: path)
        return isServerWritten && isClientWritten
    }

    static func write(_ context: TraceContext, _ kind: SpanKind, into ring: SpanRing, path: StaticString) -> Bool {
        let head = SpanHead(context, kind: kind, startMicroseconds: 1_700_000_000_000_000, durationMicroseconds: 1234)
        guard var writer = ring.begin(head) else { return false }
        writer.name(ByteView("GET"), ByteView("/items/*"))
        writer.localService(ByteView("Headgate"))
        if kind == .client { writer.remoteService(ByteView("items")) }
        writer.remoteAddress(IPAddress(v4: 0x0A00_0005), port: 8080)
        writer.annotate(.headRead, atMicroseconds: 10)
        writer.annotate(.routed, atMicroseconds: 12)
        writer.annotate(.reused, atMicroseconds: 15)
        writer.annotate(.requestSent, atMicroseconds: 30)
        writer.annotate(.firstByte, atMicroseconds: 900)
        writer.annotate(.lastByte, atMicroseconds: 1200)
        writer.tag(.httpMethod, "GET")
        writer.tag(.httpPath, path)
        writer.tag(.httpStatus, number: 200)
        writer.tag(.route, "shop.example.com/items/*")
        writer.tag(.service, "/svc/items")
        writer.tag(.protocolVersion, "1.1")
        writer.tag(.samplerType, "probabilistic")
        writer.tag(.samplerParam, "1")
        ring.commit(writer)
        return true
    }
}
