// Can a head that was handed over, and not written, still be another one?

import Bytes
import HTTP
import Testing

@Suite struct H2ReplacedHeadTests {
    @Test func `another head goes out in its place, without the content behind it`() {
        let both = H2Conversation()
        let (asked, seen) = both.begin()
        both.server.respond(seen, 200, "x-first: yes\r\n", hasContent: true)
        both.server.write(seen, "half of")
        #expect(!both.server.headIsWritten(seen))
        #expect(both.server.replaceHead(seen, 502, "x-second: yes\r\n"))
        #expect(both.server.pendingOutput(of: seen) == 0)
        both.server.write(seen, "sorry")
        both.server.end(seen)
        both.talk()
        let happened = both.client.happened()
        #expect(happened.contains(.section(asked, [":status: 502", "x-second: yes"], ends: false)), "\(happened)")
        #expect(both.client.content[asked].map { String(decoding: $0, as: UTF8.self) } == "sorry")
        #expect(both.client.openStreams == 0)
        #expect(both.server.written(by: seen) == 5)
    }

    @Test func `a head that is the whole answer stays one`() {
        let both = H2Conversation()
        let (asked, seen) = both.begin("HEAD")
        both.server.respond(seen, 200, hasContent: false)
        #expect(both.server.replaceHead(seen, 502))
        both.server.end(seen)
        both.talk()
        #expect(both.client.happened().contains(.section(asked, [":status: 502"], ends: true)))
    }

    @Test func `interim heads in front of it stay`() {
        let both = H2Conversation()
        let (asked, seen) = both.begin()
        both.server.inform(seen, 103, "link: </a>\r\n")
        both.server.inform(seen, 103, "link: </b>\r\n")
        both.server.respond(seen, 200, "x-long: \(String(repeating: "a", count: 300))\r\n", hasContent: true)
        #expect(both.server.replaceHead(seen, 502))
        both.server.end(seen, trailers: "x-why: because\r\n")
        both.talk()
        let sections = both.client.happened().compactMap { event -> [String]? in
            if case .section(asked, let lines, _) = event { lines } else { nil }
        }
        #expect(
            sections == [
                [":status: 103", "link: </a>"], [":status: 103", "link: </b>"], [":status: 502"], ["x-why: because"],
            ]
        )
    }

    @Test(arguments: [true, false]) func `a head that is written stays`(hasContent: Bool) {
        let both = H2Conversation()
        let (_, seen) = both.begin()
        both.server.respond(seen, 200, hasContent: hasContent)
        _ = both.server.flush()
        #expect(both.server.headIsWritten(seen))
        #expect(!both.server.replaceHead(seen, 502))
    }

    @Test func `trailers that wait behind a written head are not taken for it`() {
        let both = H2Conversation()
        let (_, seen) = both.begin()
        both.server.respond(seen, 200, hasContent: true)
        _ = both.server.flush()
        both.server.end(seen, trailers: "x-why: because\r\n")
        #expect(both.server.headIsWritten(seen))
        #expect(!both.server.replaceHead(seen, 502))
    }
}
