// Does everything have an end, and does the end say which limit it was?

import TestSupport
import Testing

@Suite struct LimitTests {
    private static let limits = """
        limits {
            head 2KiB
            fields 10
            target 256B
            body 1KiB
        }
        """

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 3_000) + "\r\n\r\n", 431, "limits.head"),
        (
            "GET / HTTP/1.1\r\nHost: a\r\n" + (0..<20).map { "X\($0): y\r\n" }.joined() + "\r\n", 431, "limits.fields"
        ),
        ("GET /" + String(repeating: "x", count: 500) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414, "limits.target"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1025\r\n\r\n", 413, "limits.body"),
    ])
    func `a request beyond a limit is told which`(text: String, status: Int, limit: String) throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: Self.limits)
        let client = try gateway.connect()

        let answer = try client.ask(text)

        #expect(answer.status == status, "\(answer)")
        #expect(answer.text.contains(limit), "\(answer)")
        #expect(answer.fields["l5d-err"] != nil)
        #expect(try client.waitForEnd().isEmpty)
        #expect(origin.requests.isEmpty)
    }

    @Test func `the refusal names the configured value`() throws {
        let gateway = try TestGateway(to: try Origin(), more: Self.limits)
        let answer = try gateway.connect().ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n")
        #expect(answer.text.contains("1KiB") || answer.text.contains("1024"), "\(answer)")
    }

    @Test func `a request that just fits is served`() throws {
        let origin = try Origin(.echo)
        let gateway = try TestGateway(to: origin, more: Self.limits)
        let body = String(repeating: "b", count: 1_024)
        let fields = (0..<8).map { "X\($0): y\r\n" }.joined()  // Host and Content-Length make ten.
        let target = "/" + String(repeating: "x", count: 255)
        let answer = try gateway.connect().ask(
            "POST \(target) HTTP/1.1\r\nHost: a\r\nContent-Length: 1024\r\n\(fields)\r\n\(body)"
        )
        #expect(answer.status == 200, "\(answer)")
    }

    @Test func `an endless head is refused while it comes`() throws {
        let gateway = try TestGateway(to: try Origin(), more: Self.limits)
        let client = try gateway.connect()
        try client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ")
        try client.send(String(repeating: "x", count: 4_000))
        #expect(try client.answer().status == 431)
    }

    @Test func `a chunked body is cut off at the limit, and is never whole`() throws {
        let origin = try Origin(.echo)
        let gateway = try TestGateway(to: origin, more: Self.limits)
        let client = try gateway.connect()
        try client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        let chunk = "200\r\n" + String(repeating: "c", count: 512) + "\r\n"

        try client.send(chunk + chunk + chunk)

        let answer = try client.answer(to: "POST")
        #expect(answer.status == 413)
        #expect(answer.text.contains("limits.body"))
        #expect(try client.waitForEnd().isEmpty)
        #expect(!origin.requests.contains { $0.isWhole })
    }

    @Test func `a route may allow more than the others`() throws {
        let origin = try Origin(.echo)
        let gateway = try TestGateway(
            """
            limits { body 10B }
            listen @http {
                route /upload/* to \(origin.address) { limits { body 1MiB } }
                route /* to \(origin.address)
            }
            """
        )
        let body = String(repeating: "b", count: 5_000)
        func post(_ target: String) throws -> Int {
            try gateway.connect().ask("POST \(target) HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n" + body)
                .status
        }
        #expect(try post("/upload/x") == 200)
        #expect(try post("/x") == 413)
    }

    @Test func `a head that never ends in time is answered with 408`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "limits { head-time 200ms }")
        let client = try gateway.connect()
        try client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ")

        let answer = try client.answer()

        #expect(answer.status == 408)
        #expect(answer.text.contains("limits.head-time"))
        #expect(try client.waitForEnd().isEmpty)
        #expect(origin.requests.isEmpty)
    }

    @Test func `a head that comes byte by byte does not get more time`() throws {
        let gateway = try TestGateway(to: try Origin(), more: "limits { head-time 300ms }")
        let client = try gateway.connect()
        try client.send("GET / HTTP/1.1\r\nHost: a\r\n")
        try eventually("the gateway to lose patience") {
            try? client.send("X")
            return client.hasSomethingToRead
        }
        #expect(try client.answer().status == 408)
    }

    @Test func `a body that stops coming is answered with 408`() throws {
        let origin = try Origin(.echo)
        let gateway = try TestGateway(to: origin, more: "limits { body-idle 200ms }")
        let client = try gateway.connect()

        let answer = try client.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nsome")

        #expect(answer.status == 408)
        #expect(answer.text.contains("limits.body-idle"))
        #expect(try client.waitForEnd().isEmpty)
        #expect(!origin.requests.contains { $0.isWhole })
    }

    @Test func `a client that takes nothing of its answer is let go`() throws {
        let origin = try Origin(.gigantic(1 << 30))
        let gateway = try TestGateway(to: origin, more: "limits { write-idle 300ms }")
        let client = try gateway.connect(receiveBuffer: 16_384)
        try client.send(TestClient.head("GET", "/"))
        _ = try origin.request()
        try eventually("the gateway to give up") { origin.openConnectionCount == 0 }
        client.close()
    }

    @Test func `a handshake that never ends is ended`() throws {
        let certificate = try Certificate.localhost
        let origin = try Origin()
        let gateway = try TestGateway(
            """
            limits { handshake 200ms }
            listen @tls { tls { cert localhost \(certificate.paths) }  route /* to \(origin.address) }
            """
        )
        let client = try gateway.connect("tls")
        try client.send([0x16, 0x03, 0x01])
        #expect(try client.waitForEnd().isEmpty)
    }

    @Test func `beyond the connections of a listener nobody is served, and later again`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(
            "listen @http { limits { connections 2 }  route /* to \(origin.address) }"
        )
        let clients = try (0..<2).map { _ in try gateway.connect() }
        for client in clients { #expect(try client.get("/").status == 200) }

        let third = try gateway.connect()
        #expect(throws: (any Error).self) { try third.get("/").status == 200 }
        clients[0].close()

        try eventually("room for another") { (try? gateway.get("/").status) == 200 }
    }
}
