// Whether one exchange is one line, whatever a stranger sent.

import Bytes
import Foundation
import Telemetry
import Testing

/// The access log.
@Suite struct AccessFormatTests {
    private func line(_ format: AccessFormat, path: ByteView, userAgent: ByteView = .empty) -> String {
        var facts = AccessFacts()
        facts.startMicroseconds = 1_700_000_000_123_456
        facts.durationMicroseconds = 4_567
        facts.clientText = ByteView("127.0.0.1")
        facts.method = ByteView("GET")
        facts.host = ByteView("shop.example.com")
        facts.path = path
        facts.protocolName = ByteView("http/1.1")
        facts.userAgent = userAgent
        facts.status = 200
        facts.bytesSent = 12
        facts.route = ByteView("/*")
        facts.upstream = ByteView("127.0.0.1:8081")
        facts.attempts = 1
        facts.traceID = TraceID(high: 1, low: 2)
        facts.spanID = SpanID(3)
        facts.verdict = SamplingVerdict(isSampled: true, reason: .parent, rate: .never)
        return written { format.write(facts, to: &$0) }
    }

    @Test func `a line of text has its facts in order`() {
        let expected =
            "time=2023-11-14T22:13:20.123Z client=127.0.0.1 method=GET host=shop.example.com path=/a protocol=http/1.1 "
            + "status=200 received_bytes=0 sent_bytes=12 duration_us=4567 route=/* upstream=127.0.0.1:8081 attempts=1 "
            + "trace_id=00000000000000010000000000000002 span_id=0000000000000003 sampled=true reason=parent\n"
        #expect(line(.text, path: ByteView("/a")) == expected)
    }

    @Test func `a line of JSON is JSON`() throws {
        let text = line(.json, path: ByteView("/a\"\\\u{7}b"), userAgent: ByteView("x\r\ny\u{e9}"))
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(object?["path"] as? String == "/a\"\\\u{7}b")
        #expect(object?["status"] as? Int == 200 && object?["sampled"] as? Bool == true)
        #expect(object?["trace_id"] as? String == "00000000000000010000000000000002")
        #expect(text.utf8.filter { $0 == 0x0A }.count == 1)
    }

    @Test func `no byte of a value ends its field or its line`() {
        for format in [AccessFormat.text, .json] {
            for byte in 0...255 as ClosedRange<UInt8> {
                let bytes = Array("/a".utf8) + [byte] + Array("b status=500".utf8)
                let text = bytes.withByteView { line(format, path: $0) }
                #expect(text.utf8.filter { $0 == 0x0A }.count == 1)
                #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) })
                #expect(!text.contains(" status=500 ") || text.contains("\"/a"))
            }
        }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
        (1_709_251_199_999_999, "2024-02-29T23:59:59.999Z"), (4_107_542_400_000_000, "2100-03-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"), (1_767_225_599_000_000, "2025-12-31T23:59:59.000Z"),
    ])
    func `a moment is written as a date`(microseconds: Int64, text: String) {
        #expect(written { CivilTime(unixMicroseconds: microseconds).write(to: &$0) } == text)
    }
}
