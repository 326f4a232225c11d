// RFC 7541: do our field blocks say what they should, and in few bytes?

import Bytes
import Testing

@testable import HTTP

@Suite struct HPACKEncoderTests {
    private let peer = HPACKPeer()

    private func isUnderstood(_ lines: [String]) -> Bool {
        peer.decode(peer.encode(lines.map { "\($0)\r\n" }.joined())) == lines
    }

    private func request(_ lines: String, scheme: StaticString = "https") -> [UInt8] {
        var pairs = H2Pairs()
        precondition(lines.withByteView { pairs.readRequest($0, scheme: scheme) }, "The lines are well formed.")
        return peer.encode(pairs)
    }

    // MARK: What is known from the start

    @Test(
        arguments: [
            ("GET / HTTP/1.1\r\n", [0x82, 0x87, 0x84]), ("POST /index.html HTTP/1.1\r\n", [0x83, 0x87, 0x85]),
        ] as [(String, [UInt8])]
    )
    func `requests that the static table knows take a byte a field`(lines: String, block: [UInt8]) {
        #expect(request(lines) == block)
    }

    @Test(
        arguments: [
            (200, 0x88), (204, 0x89), (206, 0x8A), (304, 0x8B), (400, 0x8C), (404, 0x8D), (500, 0x8E),
        ] as [(Int, UInt8)]
    )
    func `statuses that the static table knows take one byte`(status: Int, byte: UInt8) {
        var pairs = H2Pairs()
        _ = "HTTP/1.1 \(status) X\r\n".withByteView { pairs.readResponse($0) }
        #expect(peer.encode(pairs) == [byte])
    }

    @Test func `another status or method is a literal with a known name, and one byte from then on`() {
        let first = request("PUT / HTTP/1.1\r\n", scheme: "http")
        #expect(first == [0x42, 3] + Array("PUT".utf8) + [0x86, 0x84])
        #expect(request("PUT / HTTP/1.1\r\n", scheme: "http") == [0xBE, 0x86, 0x84])
        #expect(peer.decode(first) == [":method: PUT", ":scheme: http", ":path: /"])
    }

    @Test(arguments: 1...61)
    func `every name of the static table is found there`(number: Int) {
        let peer = HPACKPeer()
        // A literal without indexing whose name is that entry (RFC 7541, 6.2.2).
        let known = peer.decode(number < 15 ? [UInt8(number)] + [1, 0x78] : [0x0F, UInt8(number - 15), 1, 0x78])
        let name = String(known?.first?.dropLast(3) ?? "")
        let id = name.withByteView { FieldName(recognising: $0) }
        let found = name.withByteView { HPACKFieldName(of: id, $0).staticIndex }
        if name.hasPrefix(":") {
            let own = [HPACKFieldName.authority, .method, .path, .scheme, .status].map(\.staticIndex)
            #expect(own.contains(UInt8(number)) || [3, 5, 7, 9, 10, 11, 12, 13, 14].contains(number))
        } else {
            #expect(Int(found) == number)
        }
    }

    @Test func `names beside the static table are not in it`() {
        for name in ["x", "ab", "etags", "vari", "accept-rangez", "content-typf", "x-www-authenticate", "b3", "te"] {
            let id = name.withByteView { FieldName(recognising: $0) }
            #expect(name.withByteView { HPACKFieldName(of: id, $0).staticIndex } == 0, "\(name)")
        }
    }

    @Test(arguments: FieldName.allCases) func `a well-known name has room beside its indexing`(id: FieldName) {
        let head = HPACKFieldHead(HPACKFieldName(of: id, ByteView("x")), id, nameCount: 1, valueCount: 2)
        #expect(head.id == id.rawValue)
        #expect(head.indexing == HPACKFieldName(of: id, ByteView("x")).indexing)
    }

    // MARK: What is worth a place

    @Test func `a field that comes again takes one byte`() {
        let line = "x-team: edge\r\n"
        #expect(peer.encode(line).count == 13)
        #expect(peer.encode(line) == [0xBE])
        #expect(peer.encode("x-team: core\r\n") == [0x7E, 4] + Array("core".utf8))
        #expect(peer.encode(line) == [0xBF])
    }

    @Test(arguments: ["x-b3-traceid", "b3", "traceparent", "x-request-id", "x-forwarded-for", "grpc-timeout"])
    func `of what is new in every request only the name enters the table`(name: String) {
        _ = peer.encode("\(name): 1\r\n")
        let size = (1...200).map { peer.encode("\(name): value\($0)\r\n").count }
        #expect(size.allSatisfy { $0 <= 2 + 1 + 8 })
        #expect(peer.encode("\(name): 1\r\n") == [0x0F, 0x2F, 1, 0x31])
    }

    @Test(arguments: ["authorization", "proxy-authorization", "cookie", "set-cookie"])
    func `what proves who somebody is never enters a table`(name: String) {
        let lines = ["\(name): secret", "\(name): a long secret, which would be worth it"]
        for _ in 0..<2 {
            let block = peer.encode(lines.map { "\($0)\r\n" }.joined())
            #expect(peer.decode(block) == lines.map { "\($0) (never)" })
            #expect(block.count >= 50)
        }
    }

    @Test func `a field that would take a quarter of the table stays out of it`() {
        let small = String(repeating: "s", count: 1024 - 32 - 1)
        _ = peer.encode("a: \(small)\r\n")
        #expect(peer.encode("a: \(small)\r\n").count == 1)
        _ = peer.encode("b: \(small)s\r\n")
        #expect(peer.encode("b: \(small)s\r\n").count > 1024 - 32)
    }

    // MARK: Whatever they are

    @Test func `strings of every length are understood`() {
        for count in Array(0...300) + [16_383, 16_384, 65_000] {
            let value = String(repeating: "v", count: count)
            #expect(isUnderstood(["x: \(value)"]), "\(count) bytes")
            if count > 0 { #expect(isUnderstood(["\(value): x"]), "\(count) bytes") }
        }
    }

    @Test func `names are lowered before they are looked for`() {
        _ = peer.encode("x-team: edge\r\nDate: now\r\n")
        #expect(peer.encode("X-Team: edge\r\ndAtE: now\r\n") == [0xBF, 0xBE])
    }

    @Test(arguments: [0, 1, 2, 3] as [UInt64])
    func `a long conversation stays in step`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let names =
            (0..<40).map { "n\($0)" } + ["date", "via", "b3", "cookie", "accept", "etag", "x-request-id", "x-b3-flags"]
        for round in 0..<3000 {
            if seed > 1, Int.random(in: 0..<50, using: &random) == 0 {
                peer.limitTable(to: UInt32.random(in: 0...6000, using: &random))
            }
            let lines = (0..<Int.random(in: 0..<12, using: &random)).map { _ -> String in
                let length = Int.random(in: 0..<10, using: &random) == 0 ? Int.random(in: 0..<1500, using: &random) : 3
                let value = String(repeating: "v", count: length) + String(Int.random(in: 0..<20, using: &random))
                return "\(names[Int.random(in: 0..<names.count, using: &random)]): \(value)"
            }
            let heard = peer.decode(peer.encode(lines.map { "\($0)\r\n" }.joined()))
            let plain = heard?.map { $0.replacing(" (never)", with: "") }
            #expect(plain == lines, "round \(round)")
            if plain != lines { return }
        }
    }

    // MARK: The size of the table

    @Test func `a smaller table is announced before the next block`() {
        _ = peer.encode("a: b\r\n")
        peer.limitTable(to: 100)
        #expect(peer.encode("a: b\r\n") == [0x3F, 100 - 31, 0xBE])
        #expect(peer.encode("a: b\r\n") == [0xBE])
    }

    @Test func `without a table everything is a literal`() {
        peer.limitTable(to: 0)
        let block = peer.encode("a: b\r\n")
        #expect(block == [0x20, 0, 1, 0x61, 1, 0x62])
        #expect(peer.decode(block) == ["a: b"])
        #expect(isUnderstood(["a: b", "date: c"]))
    }

    @Test func `a table that shrank and grew tells of both`() {
        _ = peer.decode(peer.encode("a: b\r\n"))
        peer.limitTable(to: 0)
        peer.limitTable(to: 4096)
        let block = peer.encode("a: b\r\n")
        #expect(block.starts(with: [0x20, 0x3F, 0xE1, 0x1F]))
        #expect(peer.decode(block) == ["a: b"])
    }

    @Test func `a larger table than the standard one is not used`() {
        peer.limitTable(to: 65_536)
        #expect(peer.encode("a: b\r\n").first == 0x40)
        for number in 0..<1000 { #expect(isUnderstood(["number: \(number)"])) }
    }
}
