// Do heads arrive whole, in whatever order and size they leave?

import Bytes
import HTTP
import Testing

@Suite struct H2HeadsTests {
    private static let head = [":method: GET", ":scheme: https", ":path: /", ":authority: a.example"]

    @Test(arguments: [16_300, 16_350, 16_384, 32_768, 60_000])
    func `a head that needs several frames arrives whole`(size: Int) {
        let settings = H2Settings(
            streams: 100,
            window: 65_536,
            connectionWindow: 65_536,
            headBytes: 128 << 10,
            fields: 100,
            allowsConnect: false
        )
        let client = H2End(.client, settings: settings)
        let server = H2End(.server, settings: settings)
        let fields = (0..<4).map { "field-\($0): \(String(repeating: "v", count: size / 4 - 30))" }
        let asked = client.request("GET", fields.map { "\($0)\r\n" }.joined())
        let bytes = client.flush()
        server.receive(bytes)
        #expect(server.happened() == [.section(0, Self.head + fields, ends: true)])
        #expect(asked != nil && !client.wantsToWrite)
    }

    @Test func `trailers that leave before a later request stay in step with it`() {
        let both = H2Conversation()
        let first = both.client.request("POST", "x-team: edge\r\n", hasContent: true)!
        both.talk()
        _ = both.server.happened()
        // libnghttp2 sends trailers before requests that were asked for earlier.
        let second = both.client.request("GET", "x-team: edge\r\nx-more: second\r\n")!
        both.client.write(first, "content")
        both.client.end(first, trailers: "x-sum: 1\r\n")
        let third = both.client.request("GET", "x-more: second\r\nx-sum: 1\r\n")!
        both.talk()
        let heard = both.server.happened()
        #expect(heard.contains(.section(0, ["x-sum: 1"], ends: true)))
        #expect(heard.contains(.section(1, Self.head + ["x-team: edge", "x-more: second"], ends: true)))
        #expect(heard.contains(.section(2, Self.head + ["x-more: second", "x-sum: 1"], ends: true)))
        #expect(second != third)
    }

    @Test func `a request that is given up before it leaves brings nobody out of step`() {
        let both = H2Conversation()
        let lost = both.client.request("GET", "x-team: lost\r\n")!
        both.client.session.reset(lost, .cancel)
        both.talk()
        let asked = both.client.request("GET", "x-team: lost\r\nx-more: kept\r\n")!
        both.talk()
        let again = both.client.request("GET", "x-team: lost\r\nx-more: kept\r\n")!
        both.talk()
        let expected = Self.head + ["x-team: lost", "x-more: kept"]
        let heard = both.server.happened().compactMap { seen -> [String]? in
            if case .section(_, let lines, _) = seen { lines } else { nil }
        }
        #expect(heard.suffix(2) == [expected, expected])
        #expect(asked != again)
    }

    @Test func `giving up twice what never left does not end the connection`() {
        let both = H2Conversation()
        let lost = both.client.request("GET")!
        both.client.session.reset(lost, .cancel)
        both.client.session.reset(lost, .cancel)
        both.talk()
        _ = both.client.request("GET")!
        both.talk()
        #expect(both.server.happened().contains(.section(0, Self.head, ends: true)))
        #expect(!both.server.isFinished && !both.client.isFinished)
    }

    @Test func `interim heads, a head and trailers that leave at once keep their order`() {
        let both = H2Conversation()
        let (asked, seen) = both.begin()
        both.server.inform(seen, 103, "link: a\r\n")
        both.server.inform(seen, 103, "link: b\r\n")
        both.server.respond(seen, 200, "x-team: edge\r\n", hasContent: true)
        both.server.write(seen, "content")
        both.server.end(seen, trailers: "x-sum: 1\r\n")
        both.talk()
        let heard = both.client.happened().compactMap { event -> [String]? in
            if case .section(asked, let lines, _) = event { lines } else { nil }
        }
        #expect(
            heard == [
                [":status: 103", "link: a"], [":status: 103", "link: b"], [":status: 200", "x-team: edge"],
                ["x-sum: 1"],
            ]
        )
    }

    @Test func `a peer without a table is understood, and understands`() {
        let both = H2Conversation()
        // SETTINGS_HEADER_TABLE_SIZE of 0, then of 100: the smaller one has to be announced as well.
        for size in [0, 100] as [UInt8] { both.client.receive([0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, size]) }
        _ = both.client.request("GET", "x-team: edge\r\n")
        let bytes = both.client.flush()
        // Behind the acknowledgements of both: HEADERS, whose block begins with two updates.
        let headers = bytes.firstRange(of: [1, 5, 0, 0, 0, 1])
        #expect(headers.map { Array(bytes[$0.upperBound...].prefix(3)) } == [0x20, 0x3F, 100 - 31] as [UInt8])
    }
}
