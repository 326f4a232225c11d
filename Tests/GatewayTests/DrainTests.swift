// Does a stop lose nothing?

import Glibc
import TestSupport
import Testing

@Suite struct DrainTests {
    @Test func `SIGTERM lets a running exchange finish, then exits with 0`() throws {
        let gate = Gate()
        let origin = try Origin(.slow(gate, body: "finished"))
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        try client.send(TestClient.head("GET", "/"))
        _ = try origin.request()

        gateway.signal()
        try eventually("the listener to close") { (try? gateway.connect()) == nil }
        #expect(gateway.isRunning)
        gate.open()

        let answer = try client.answer()
        #expect(answer.text == "finished")
        #expect(answer.fields["Connection"]?.lowercased() == "close")
        #expect(try client.waitForEnd().isEmpty)
        #expect(try gateway.waitForExit() == .code(0))
    }

    @Test func `idle connections are closed at once`() throws {
        let gateway = try TestGateway(to: try Origin())
        let client = try gateway.connect()
        #expect(try client.get("/").status == 200)
        gateway.signal()
        #expect(try client.waitForEnd().isEmpty)
        #expect(try gateway.waitForExit(within: Patience(seconds: 10)) == .code(0))
    }

    @Test func `SIGINT stops like SIGTERM`() throws {
        let gateway = try TestGateway(to: try Origin())
        gateway.signal(SIGINT)
        #expect(try gateway.waitForExit() == .code(0))
    }

    @Test func `what outlasts the grace period is cut, and not made to look whole`() throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try Origin(.drip(gate, first: "first", second: "second"))
        let gateway = try TestGateway(to: origin, more: "limits { grace 200ms }")
        let client = try gateway.connect()
        try client.send(TestClient.head("GET", "/"))
        _ = try origin.request()

        gateway.signal()

        let answer = try client.answer()
        #expect(answer.ending != .whole)
        _ = try gateway.waitForExit(within: Patience(seconds: 10))
    }

    @Test func `what has no answer by the end of the grace period is told so`() throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try Origin(.slow(gate))
        let gateway = try TestGateway(to: origin, more: "limits { grace 200ms }\naccess-log json")
        let client = try gateway.connect()
        try client.send(TestClient.head("GET", "/"))
        _ = try origin.request()

        gateway.signal()

        let answer = try client.answer()
        #expect(answer.status == 503, "\(answer)")
        #expect(answer.fields["l5d-err"] == "drained")
        #expect(answer.fields["Connection"]?.lowercased() == "close")
        #expect(try client.waitForEnd().isEmpty)
        #expect(try gateway.waitForExit(within: Patience(seconds: 10)) == .code(0))
        #expect(gateway.output.contains(#""error":"drained""#), "\(gateway.output)")
    }

    @Test func `readiness ends before the last exchange does`() throws {
        let gate = Gate()
        let origin = try Origin(.slow(gate))
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        try client.send(TestClient.head("GET", "/"))
        _ = try origin.request()

        gateway.signal()
        try eventually("/ready to say no") { try gateway.admin("/ready").status == 503 }
        #expect(try gateway.admin("/live").status == 200)

        gate.open()
        #expect(try client.answer().status == 200)
        #expect(try gateway.waitForExit() == .code(0))
    }

    @Test func `no request is lost while a busy gateway stops`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        var answered = 0
        gateway.signal()
        // Either a request is answered whole, or its connection ends before it could be sent.
        while let answer = try? client.get("/") {
            #expect(answer.status == 200)
            answered += 1
            if answer.fields["Connection"]?.lowercased() == "close" { break }
        }
        #expect(origin.requests.count == answered)
        #expect(try gateway.waitForExit() == .code(0))
    }
}
