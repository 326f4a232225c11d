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
}
