// Zipkin v2 JSON, both ways. The shared vectors are read in ConformanceTests.

import Archive
import Bytes
import Telemetry
import Testing

@Suite struct ZipkinJSONTests {
    private static let whole = ZipkinSpan(
        traceID: TraceID(high: 1, low: 2),
        id: SpanID(4),
        parentID: SpanID(3),
        kind: .server,
        name: "GET /Ä",
        timestamp: 1_500_000_000_000_000,
        duration: 1,
        localEndpoint: ZipkinEndpoint(serviceName: "front", address: IPAddress("10.0.0.1"), port: 8080),
        remoteEndpoint: ZipkinEndpoint(address: IPAddress("2001:db8::1")),
        annotations: [ZipkinAnnotation(timestamp: 7, value: "a\"b"), ZipkinAnnotation(timestamp: 3, value: "first")],
        tags: [ZipkinTag(key: "error", value: ""), ZipkinTag(key: "a\\", value: "\u{1}\u{2028}€")],
        isDebug: true,
        isShared: true
    )

    @Test func `fields stand in zipkin2's order and absent ones are left out`() {
        let text = String(decoding: ZipkinJSON.encode([Self.whole]), as: UTF8.self)
        #expect(
            text == #"[{"traceId":"00000000000000010000000000000002","parentId":"0000000000000003","#
                + #""id":"0000000000000004","kind":"SERVER","name":"get /ä","timestamp":1500000000000000,"duration":1,"#
                + #""localEndpoint":{"serviceName":"front","ipv4":"10.0.0.1","port":8080},"#
                + #""remoteEndpoint":{"ipv6":"2001:db8::1"},"#
                + #""annotations":[{"timestamp":3,"value":"first"},{"timestamp":7,"value":"a\"b"}],"#
                + #""tags":{"a\\":"\u0001\u2028€","error":""},"debug":true,"shared":true}]"#
        )
        let least = String(decoding: ZipkinJSON.encode([makeSpan(10, 11)]), as: UTF8.self)
        #expect(least == #"[{"traceId":"000000000000000a","id":"000000000000000b"}]"#)
    }

    @Test func `what is written is read back as it was`() throws {
        let spans = [Self.whole, makeSpan(1, 2), makeSpan(1, 3, parent: 2, kind: .client, tags: ["k": "v"])]
        #expect(try ZipkinJSONReader.read(ZipkinJSON.encode(spans)) == spans)
    }

    @Test func `bytes that are not UTF-8 become the replacement character`() {
        let bytes: [UInt8] = [0x61, 0xFF, 0xC3, 0x28, 0xE2, 0x82, 0xED, 0xA0, 0x80, 0xF0, 0x9F, 0x98, 0x80, 0xC3]
        var buffer = ByteBuffer()
        bytes.withByteView { buffer.appendJSONString($0) }
        let bad = "\u{FFFD}"
        #expect(String(buffer.readable) == "\"a\(bad)\(bad)(\(bad)\(bad)\(bad)\(bad)\(bad)😀\(bad)\"")
    }

    @Test func `an empty body and an empty list hold no spans`() throws {
        #expect(try ZipkinJSONReader.read([]).isEmpty)
        #expect(try ZipkinJSONReader.read(Array("[]".utf8)).isEmpty)
        #expect(try ZipkinJSONReader.read(Array(" [ ]\n".utf8)).isEmpty)
    }

    @Test(arguments: [
        ("hello", "Expected a JSON_V2 encoded list"), ("{}", "Expected a JSON_V2 encoded list"),
        (#"["b"]"#, "Malformed reading List<Span> from json"), (#"[{"traceId":"a""#, "Malformed"),
        (#"[{"traceId":"a","id":"b"}]x"#, "Malformed"), (#"[{"id":"b"}]"#, "Missing : traceId"),
        ("[{}]", "Missing : traceId id"), (#"[{"traceId":null,"id":"b"}]"#, "Expected a string but was NULL"),
        (#"[{"traceId":"a","id":"A"}]"#, "A should be lower-hex encoded with no prefix"),
        (#"[{"traceId":"a","id":"12345678901234567"}]"#, "id.length > 16"),
        (#"[{"traceId":"a","id":"b","parentId":""}]"#, "parentId is empty"),
        (#"[{"traceId":"a","id":"b","kind":"LOCAL"}]"#, "LOCAL"),
        (#"[{"traceId":"a","id":"b","tags":{"x":null}}]"#, "No value at $[0].tags.x"),
        (#"[{"traceId":"a","id":"b","tags":{"x":true}}]"#, "Expected a string but was BOOLEAN at path $[0].tags.x"),
        (#"[{"traceId":"a","id":"b","localEndpoint":{"port":65536}}]"#, "invalid port 65536"),
        (#"[{"traceId":"a","id":"b","annotations":[{"value":"x"}]}]"#, "Incomplete annotation"),
        (#"[{"traceId":"a","id":"b","timestamp":"soon"}]"#, "Expected a long"),
        (#"[{"traceId":"a","id":"b","binaryAnnotations":[]}]"#, "JSON_V1"),
    ])
    func `a bad message says what is wrong`(body: String, says: String) {
        let error = #expect(throws: ZipkinJSONError.self) { try ZipkinJSONReader.read(Array(body.utf8)) }
        #expect(error.map { "\($0)".contains(says) } == true, "\(String(describing: error))")
    }

    @Test func `a message beyond the limit is refused unread`() {
        #expect(throws: ZipkinJSONError.tooLarge(limit: 3)) { try ZipkinJSONReader.read(Array("[]  ".utf8), limit: 3) }
    }

    @Test func `members that are not known are skipped and order is free`() throws {
        let body = #"[{"x":{"y":[1,{"z":null}]},"id":"b","tags":{"k":5},"traceId":"a","name":null}]"#
        #expect(try ZipkinJSONReader.read(Array(body.utf8)) == [makeSpan(10, 11, tags: ["k": "5"])])
    }

    @Test func `every prefix of a message is an error and never a trap`() {
        let body = ZipkinJSON.encode([Self.whole])
        for length in 1..<body.count {
            #expect(throws: ZipkinJSONError.self) { try ZipkinJSONReader.read(Array(body[..<length])) }
        }
    }

    @Test func `a message with one byte changed is read or refused and never traps`() {
        let body = ZipkinJSON.encode([Self.whole])
        for at in body.indices {
            for byte: UInt8 in [0x00, 0x22, 0x5C, 0x7B, 0x7D, 0x5D, 0x2C, 0x39, 0xFF] {
                var changed = body
                changed[at] = byte
                _ = try? ZipkinJSONReader.read(changed)
            }
        }
    }

    @Test(arguments: [
        ("1.2.3.4", "1.2.3.4"), ("01.002.3.0", "1.2.3.0"), ("::1.2.3.4", "1.2.3.4"), ("::ffff:1.2.3.4", "1.2.3.4"),
        ("::FFFF:1.2.3.4", "1.2.3.4"), ("::1", "::1"), ("2001:DB8::C001", "2001:db8::c001"),
    ])
    func `an address is read in every form that Zipkin reads`(text: String, address: String) {
        #expect(ZipkinAddress.read(text)?.description == address)
    }

    @Test(arguments: [
        "", "999.1.1.1", "1.2.3", "1.2.3.4.5", "fe80::1%eth0", "::1.2.3", "1::2.3.4.5", "a.b.c.d", "0001.2.3.4",
    ])
    func `what is no address is none`(text: String) { #expect(ZipkinAddress.read(text) == nil) }
}
