// Is content that no server looked at sent again, once and whole?

import TestSupport
import Testing

/// RFC 9113, 6.8 and 8.7.
@Suite struct ReplayTests {
    private static let downs: [DownSide] = [.h1, .h2c]

    @Test(arguments: downs, [("POST", "/refuse-once"), ("PATCH", "/refuse-once?late"), ("POST", "/goaway")])
    func `content that the upstream did not look at is sent again, whatever the method`(
        down: DownSide,
        row: (method: String, path: String)
    ) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let told = try down.ask(gateway, .init(method: row.method, path: row.path, body: ("0123456789", 1600)))
        #expect(told.status == 200 && told.text == "hello", "\(told)")
        let second = try origin.request(1)
        let whole = try origin.peer.event("whole") {
            $0.connection == second.connection && $0.stream == second.stream
        }
        #expect(whole.total == 16_000 && whole.crc == 2_238_096_309, "\(whole)")
        try origin.request(1)
        #expect(origin.requests.count == 2)
    }

    @Test(arguments: downs)
    func `trailers are sent again as well`(down: DownSide) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        var question = DownSide.Question(method: "POST", path: "/refuse-once?late", body: ("content", 1))
        question.isLengthKnown = false
        question.trailers = [["x-checksum", "abc"]]
        #expect(try down.ask(gateway, question).text == "hello")
        try eventually("both of them") { wholes(origin).count == 2 }
        #expect(wholes(origin).allSatisfy { $0.total == 7 && $0.trailer("x-checksum") == "abc" }, "\(wholes(origin))")
    }

    @Test(arguments: downs)
    func `content that turned out empty is empty again`(down: DownSide) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        if down == .h1 {
            let head = TestClient.head("POST", "/refuse-once?late", fields: ["Transfer-Encoding: chunked"])
            #expect(try gateway.connect().ask(head + "0\r\n\r\n").text == "hello")
        } else {
            let client = try gateway.connectH2()
            try client.request(1, "POST", "/refuse-once?late", end: false)
            try client.frame(0, flags: 1, stream: 1)
            #expect(try client.answer(1).text == "hello")
        }
        try eventually("both of them") { wholes(origin).count == 2 }
        #expect(wholes(origin).allSatisfy { $0.total == 0 }, "\(wholes(origin))")
    }

    @Test(arguments: downs)
    func `content that is still coming goes on behind what was sent again`(down: DownSide) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        if down == .h1 {
            let client = try gateway.connect()
            try client.send(TestClient.head("POST", "/refuse-once", fields: ["Content-Length: 10"]) + "first")
            try origin.request(1)
            try client.send("other")
            #expect(try client.answer(to: "POST").text == "hello")
        } else {
            let client = try gateway.connectH2()
            try client.request(1, "POST", "/refuse-once", end: false)
            try client.data(1, "first", end: false)
            try origin.request(1)
            try client.data(1, "other")
            #expect(try client.answer(1).text == "hello")
        }
        #expect(try origin.peer.event("whole").total == 10)
    }

    @Test(arguments: downs)
    func `content too large to keep is not sent again`(down: DownSide) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let told = try down.ask(gateway, .init(method: "POST", path: "/refuse-once?late", body: ("x", 20_000)))
        #expect(told.status == 503 && told.fields["l5d-err"] == "stream_refused", "\(told)")
        // What the origin says of it comes another way than its answer.
        try origin.request()
        #expect(origin.requests.count == 1)
    }

    @Test func `a server that always refuses gets the content four times, whatever retries says`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin, settings: "retries 0")
        let told = try DownSide.h1.ask(gateway, .init(method: "POST", path: "/refuse-late", body: ("x", 10)))
        #expect(told.status == 503, "\(told)")
        try eventually("all attempts") { origin.requests.count == 4 }
    }

    @Test func `what was kept is not for a connection that died, behind which it may have been looked at`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        #expect(try gateway.get("/").text == "hello")
        let told = try DownSide.h1.ask(gateway, .init(method: "PUT", path: "/hang-up?late", body: ("x", 10)))
        #expect(told.status == 502, "\(told)")
        try origin.request(1)
        #expect(origin.requests.count == 2)
    }

    private func wholes(_ origin: H2Origin) -> [PeerEvent] { origin.peer.events.filter { $0.event == "whole" } }
}
