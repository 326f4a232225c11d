// Two ways to one JSON: from the record, and from the span that the record becomes.

import Archive
import Bytes
import Telemetry
import Testing

@testable import Collector

@Suite struct SpanRecordJSONTests {
    private func bothWays(_ write: (SpanRing) -> Void) throws -> (direct: [ZipkinSpan], copied: [ZipkinSpan]) {
        let ring = SpanRing(capacity: 1 << 16)
        write(ring)
        var encoder = SpanRecordJSON()
        var buffer = ByteBuffer()
        var copied: [ZipkinSpan] = []
        buffer.append("[")
        ring.drain { record in
            if !copied.isEmpty { buffer.append(",") }
            encoder.write(record, to: &buffer)
            copied.append(ZipkinSpan(record))
        }
        buffer.append("]")
        return (try ZipkinJSONReader.read(buffer.readable.array), copied)
    }

    @Test func `a record encoded in place is the span that it would become`() throws {
        let (direct, copied) = try bothWays { ring in
            SpanSource.request(1, into: ring)
            SpanSource.request(2, into: ring, path: "/\"quoted\\\u{1}\u{2028}é", debug: true)
        }
        #expect(direct == copied && direct.count == 4)
        #expect(direct[0].name == "get /items/*" && direct[0].localEndpoint?.serviceName == "headgate")
    }

    @Test func `a bare record becomes a bare span`() throws {
        let (direct, copied) = try bothWays { ring in
            let context = TraceContext(traceID: TraceID(high: 0, low: 5), spanID: SpanID(6), decision: .accept)
            let head = SpanHead(context, kind: .server, startMicroseconds: 0, durationMicroseconds: 0, isShared: true)
            if let writer = ring.begin(head) { ring.commit(writer) }
        }
        #expect(direct == copied && direct.count == 1)
        #expect(direct[0].duration == 1 && direct[0].isShared && direct[0].parentID == nil)
    }

    @Test func `names that are not ASCII become lower case too`() throws {
        let (direct, copied) = try bothWays { ring in
            let context = TraceContext(traceID: TraceID(high: 0, low: 5), spanID: SpanID(6), decision: .accept)
            let head = SpanHead(context, kind: .server, startMicroseconds: 1, durationMicroseconds: 1)
            if var writer = ring.begin(head) {
                "ÄPFEL".withByteView { writer.name(ByteView("GET"), $0) }
                "Ünïted".withByteView { writer.localService($0) }
                ring.commit(writer)
            }
        }
        #expect(direct == copied)
        #expect(direct[0].name == "get äpfel" && direct[0].localEndpoint?.serviceName == "ünïted")
    }

    @Test func `a span cut short says so`() throws {
        let (direct, copied) = try bothWays { ring in
            let context = TraceContext(traceID: TraceID(high: 0, low: 5), spanID: SpanID(6), decision: .accept)
            let head = SpanHead(context, kind: .server, startMicroseconds: 1, durationMicroseconds: 1)
            if var writer = ring.begin(head) {
                let long = [UInt8](repeating: 0x61, count: 1000)
                for tag in SpanTag.allCases { long.withByteView { writer.tag(tag, $0) } }
                ring.commit(writer)
            }
        }
        #expect(direct == copied)
        #expect(direct[0].tag("headgate.truncated") == "true")
    }
}
