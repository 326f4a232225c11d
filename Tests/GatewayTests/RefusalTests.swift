// What becomes of a request that cannot be read, when it would be written down?

import TestSupport
import Testing

@Suite struct RefusalTests {
    // A refused request has no head to take facts from. Once they were taken all the same, from whatever lay there, so
    // one malformed request in a hundred, by the usual rate, ended the whole gateway.
    @Test(arguments: [
        "GET /a%0ab HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\n X: y\r\nHost: a\r\n\r\n", "\u{16}x\r\n\r\n",
    ])
    func `a malformed request is refused the same when it is traced and logged`(head: String) throws {
        let gateway = try TestGateway(to: try Origin(), settings: "sample 100%", more: "access-log json")
        let client = try gateway.connect()
        _ = try client.get("/before", fields: ["User-Agent: somebody"])
        #expect(try client.ask(head).status == 400)
        try eventually("its line") { gateway.output.contains("\"status\":400") }
        let line = gateway.output.split(separator: "\n").first { $0.contains("\"status\":400") }
        #expect(line?.contains("before") == false && line?.contains("somebody") == false)
        #expect(gateway.isRunning)
    }

    @Test(arguments: DownSide.allCases)
    func `TRACE goes nowhere, because its answer would show what the gateway adds`(down: DownSide) throws {
        let origin = try Origin(.echo)
        let gateway = try TestGateway(fronting: origin)
        let told = try down.ask(gateway, .init(method: "TRACE", fields: [["cookie", "secret=1"]]))
        #expect(told.status == 405, "\(told)")
        #expect(told.fields["allow"] == "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS", "\(told)")
        #expect(told.fields["l5d-err"] == "trace_not_served")
        #expect(!told.text.contains("secret"))
        #expect(origin.requests.isEmpty)
        try gateway.metrics("the refusal to be counted") {
            $0.sum("headgate_requests_refused_total", ["reason": "method"]) == 1
        }
    }

    // Methods are case-sensitive (RFC 9110, 9.1): this one is somebody else's.
    @Test(arguments: DownSide.allCases)
    func `a method that is only written alike passes`(down: DownSide) throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        #expect(try down.ask(gateway, .init(method: "trace")).status == 200)
        #expect(try origin.request().method == "trace")
    }

    @Test(arguments: ["route /* to 127.0.0.1:1", "respond 200", "redirect https", "route /other to 127.0.0.1:1"])
    func `TRACE is refused whatever its route does, and the connection lives`(action: String) throws {
        let gateway = try TestGateway("listen @http { \(action) }")
        let client = try gateway.connect()
        for _ in 0..<2 { #expect(try client.ask("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n").status == 405) }
    }
}
