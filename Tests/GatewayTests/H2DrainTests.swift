// Does a stop lose nothing over HTTP/2?

import TestSupport
import Testing

/// RFC 9113, 6.8.
@Suite struct H2DrainTests {
    @Test(arguments: ["http", "tls"])
    func `GOAWAY names the last stream, and running streams finish`(word: String) throws {
        let gate = Gate()
        let origin = try Origin(.byPath(gate))
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2(word)
        #expect(try client.get(1).status == 200)
        try client.request(3, "GET", "/slow")
        try client.request(5, "GET", "/drip")
        try client.frame("Data", stream: 5) { $0.text == "first" }

        gateway.signal()
        let goodbye = try client.frame("GoAway") { $0.last == 5 }
        #expect(goodbye.code == 0)
        #expect(gateway.isRunning)
        gate.open()

        #expect(try client.answer(3).text == "late")
        #expect(try client.answer(5).text == "firstsecond")
        #expect(try client.waitForEnd()?.last == 5)
        #expect(try gateway.waitForExit() == .code(0))
    }

    @Test func `an idle connection is closed at once, with a goodbye`() throws {
        let gateway = try TestGateway(fronting: try Origin())
        let client = try gateway.connectH2()
        #expect(try client.get(1).status == 200)
        gateway.signal()
        #expect(try client.waitForEnd()?.code == 0)
        #expect(client.peer.events.last { $0.event == "end" }?.text == nil, "a FIN, and no reset")
        #expect(try gateway.waitForExit(within: Patience(seconds: 10)) == .code(0))
    }

    @Test func `a stream that crosses the goodbye is served or can be sent again`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        #expect(try client.get(1).status == 200)
        gateway.signal()
        var answered = 1
        for stream in stride(from: 3, to: 200, by: 2) {
            try? client.request(stream)
            guard let answer = try? client.answer(stream) else { break }
            if answer.status == 200 { answered += 1 } else { break }
        }
        let last = try #require(try client.waitForEnd()?.last)
        // Everything up to the last stream was answered, nothing behind it reached the origin.
        #expect(origin.requests.count == answered)
        #expect(last / 2 + 1 >= answered)
        #expect(try gateway.waitForExit() == .code(0))
    }

    @Test func `what outlasts the grace period is reset, and not made to look whole`() throws {
        let gate = Gate()
        defer { gate.open() }
        let gateway = try TestGateway(fronting: try Origin(.byPath(gate)), more: "limits { grace 200ms }")
        let client = try gateway.connectH2()
        try client.request(1, "GET", "/drip")
        try client.frame("Data", stream: 1)
        gateway.signal()
        #expect(try !client.answer(1).isWhole)
        _ = try gateway.waitForExit(within: Patience(seconds: 10))
    }

    @Test(arguments: ["http", "tls"])
    func `what outlasts the grace period is told so, stream by stream, and is written down as drained`(
        word: String
    ) throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try Origin(.byPath(gate))
        let gateway = try TestGateway(fronting: origin, more: "limits { grace 200ms }\naccess-log json")
        let client = try gateway.connectH2(word)
        try client.request(1, "GET", "/drip")
        try client.frame("Data", stream: 1)
        try client.request(3, "GET", "/slow")
        try eventually("the second request to arrive") { origin.requests.count == 2 }

        gateway.signal()
        #expect(try client.frame("RstStream", stream: 1).code == 2)
        let answer = try client.answer(3)
        #expect(answer.status == 503 && answer.isWhole, "\(answer)")
        #expect(answer.fields["l5d-err"] == "drained", "\(answer)")
        #expect(try client.waitForEnd()?.code == 0)
        #expect(client.peer.events.last { $0.event == "end" }?.text == nil, "a FIN, and no reset")
        #expect(try gateway.waitForExit(within: Patience(seconds: 10)) == .code(0))
        let lines = gateway.output.split(separator: "\n").filter { $0.contains(#""error":"drained""#) }
        #expect(lines.count == 2, "\(gateway.output)")
    }

    @Test func `a call that outlasts the grace period has its trailers`() throws {
        let server = try Peer("grpc_server")
        let gateway = try TestGateway(
            fronting: "h2c://127.0.0.1:\(server.port)",
            more: "limits { grace 200ms }\naccess-log json",
            with: [server]
        )
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/test.Echo/WaitStream")
        try client.frame("Data", stream: 1)

        gateway.signal()
        let answer = try client.answer(1)
        #expect(answer.isWhole && answer.trailers["grpc-status"] == "14", "\(answer)")
        #expect(answer.trailers["l5d-err"] == "drained", "\(answer)")
        #expect(try client.waitForEnd()?.code == 0)
        #expect(client.peer.events.last { $0.event == "end" }?.text == nil, "a FIN, and no reset")
        #expect(try gateway.waitForExit(within: Patience(seconds: 10)) == .code(0))
        #expect(gateway.output.contains(#""grpc_status":"UNAVAILABLE""#), "\(gateway.output)")
        #expect(gateway.output.contains(#""error":"drained""#), "\(gateway.output)")
    }

    @Test func `streams upstream finish too`() throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.request(1, "GET", "/drip")
        try client.frame("Data", stream: 1) { $0.text == "first" }
        gateway.signal()
        try client.frame("GoAway")
        try origin.go()
        #expect(try client.answer(1).text == "firstsecond")
        #expect(try gateway.waitForExit() == .code(0))
    }
}
