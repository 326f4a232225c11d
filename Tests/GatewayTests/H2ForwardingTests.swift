// Do clients that nobody here wrote get their answers over HTTP/2?

import Foundation
import TestSupport
import Testing

@Suite struct H2ForwardingTests {
    @Test func `curl speaks HTTP 2 by prior knowledge`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let run = try Curl("http://127.0.0.1:\(gateway.port())/path?q=1", ["--http2-prior-knowledge"])
        #expect(run.exit == 0, "\(run)")
        #expect(run.output.hasPrefix("HTTP/2 200"), "\(run)")
        #expect(run.output.hasSuffix("hello"))
        #expect(try origin.request().target == "/path?q=1")
        #expect(try origin.request().version == "HTTP/1.1")
    }

    @Test(arguments: [("--http2", "HTTP/2 200"), ("--http1.1", "HTTP/1.1 200")])
    func `curl gets the protocol that it asks for over TLS`(option: String, line: String) throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let run = try Curl("https://localhost:\(gateway.port("tls"))/", trusting: try .localhost, [option])
        #expect(run.exit == 0, "\(run)")
        #expect(run.output.hasPrefix(line), "\(run)")
        #expect(try origin.request().fields["X-Forwarded-Proto"] == "https")
    }

    @Test func `a large body goes up and down with curl, whole`() throws {
        let gateway = try TestGateway(fronting: try Origin(.byPath(Gate())))
        let folder = try TemporaryDirectory()
        let file = try folder.write(String(repeating: "0123456789abcdef", count: 200_000), to: "body")
        let run = try Curl(
            "https://localhost:\(gateway.port("tls"))/echo",
            trusting: try .localhost,
            ["--http2", "--data-binary", "@\(file)", "-o", folder.file("back"), "--no-include"]
        )
        #expect(run.exit == 0, "\(run.story)")
        #expect(try Command("cmp", [file, folder.file("back")]).exit == .code(0))
    }

    @Test func `curl's offer to upgrade to h2c is not taken`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let run = try Curl("http://127.0.0.1:\(gateway.port())/", ["--http2"])
        #expect(run.output.hasPrefix("HTTP/1.1 200"), "\(run)")
        let request = try origin.request()
        #expect(request.fields["Upgrade"] == nil && request.fields["HTTP2-Settings"] == nil, "\(request)")
    }

    @Test func `ALPN prefers HTTP 2, and takes what the client has`() throws {
        let gateway = try TestGateway(fronting: try Origin())
        for (offer, chosen) in [("http/1.1,h2", "h2"), ("h2", "h2"), ("http/1.1", "http/1.1")] {
            let probe = try TLSProbe(port: gateway.port("tls"), options: ["-alpn", offer])
            #expect(probe.protocolName == chosen, "\(probe)")
        }
    }

    @Test func `a listener that lists HTTP 1 first prefers it`() throws {
        let gateway = try TestGateway(
            """
            listen @tls {
                protocols http/1.1 h2
                tls { cert localhost \(Certificate.localhost.paths) }
                respond 200
            }
            """
        )
        #expect(try TLSProbe(port: gateway.port("tls"), options: ["-alpn", "h2,http/1.1"]).protocolName == "http/1.1")
        #expect(try TLSProbe(port: gateway.port("tls"), options: ["-alpn", "h2"]).protocolName == "h2")
    }

    @Test func `without h2c a preface is refused`() throws {
        let gateway = try TestGateway(to: try Origin())
        let client = try gateway.connectH2(options: ["--no-ack"])
        try client.waitForEnd()
        #expect(client.frames("Headers").isEmpty)
        #expect(try gateway.get("/").status == 200)
    }

    @Test func `with h2c alone HTTP 1 is refused`() throws {
        let origin = try Origin()
        let gateway = try TestGateway("listen @http { protocols h2c; route /* to \(origin.address) }", with: [origin])
        let client = try gateway.connect()
        try client.send(TestClient.head("GET", "/"))
        _ = try client.waitForEnd()
        #expect(origin.requests.isEmpty)
        #expect(try gateway.connectH2().get(1).status == 200)
    }

    @Test func `nghttp gets many answers on one connection`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let url = "http://127.0.0.1:\(gateway.port())/"
        let run = try Nghttp.client("-v", "-m", "20", url)
        #expect(run.exit == .code(0), "\(run)")
        #expect(run.statuses == Array(repeating: "200", count: 20), "\(run)")
    }

    @Test func `nghttp sends trailers, and a window of its own`() throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin)
        let folder = try TemporaryDirectory()
        let file = try folder.write(String(repeating: "x", count: 100_000), to: "body")
        let run = try Nghttp.client(
            "-v",
            "--no-content-length",
            "--trailer",
            "x-sum: abc",
            "-H",
            "te: trailers",
            "-d",
            file,
            "-w",
            "10",
            "-W",
            "10",
            "http://127.0.0.1:\(gateway.port())/echo"
        )
        #expect(run.statuses == ["200"], "\(run)")
        let request = try origin.wholeRequest()
        #expect(request.body.count == 100_000)
        #expect(request.trailers["x-sum"] == "abc", "\(request.trailers)")
    }

    @Test func `nghttp's priorities are borne`() throws {
        let gateway = try TestGateway(fronting: try Origin())
        let run = try Nghttp.client("-v", "-p", "200", "-m", "3", "http://127.0.0.1:\(gateway.port())/")
        #expect(run.statuses == ["200", "200", "200"], "\(run)")
    }

    @Test(arguments: ["http", "tls"], UpSide.allCases)
    func `ten thousand requests of h2load all succeed`(word: String, up: UpSide) throws {
        let (gateway, _) = try up.gateway()
        let place = word == "tls" ? "https://127.0.0.1:\(gateway.port("tls"))/" : "http://127.0.0.1:\(gateway.port())/"
        let count = word == "http" && up == .h1 ? 10_000 : 2_000
        let run = try Nghttp.load("-n", "\(count)", "-c", "4", "-m", "32", place)
        #expect(run.output.contains("\(count) succeeded, 0 failed, 0 errored, 0 timeout"), "\(run)")
        #expect(run.output.contains("\(count) 2xx, 0 3xx"), "\(run)")
    }

    @Test func `an HTTP 1 client's load goes to an HTTP 2 upstream`() throws {
        let (gateway, _) = try UpSide.h2c.gateway()
        let run = try Nghttp.load("--h1", "-n", "1000", "-c", "4", "http://127.0.0.1:\(gateway.port())/")
        #expect(run.output.contains("1000 succeeded, 0 failed"), "\(run)")
    }

    @Test func `streams are served side by side`() throws {
        let gate = Gate()
        let origin = try Origin(.byPath(gate))
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.request(1, "GET", "/slow")
        _ = try origin.request()
        #expect(try client.get(3).text == "hello")
        #expect(client.frames("Headers", stream: 1).isEmpty)
        gate.open()
        #expect(try client.answer(1).text == "late")
    }

    @Test func `names come in lower case, cookies in one line`() throws {
        let origin = try Origin(.answer("x", fields: ["X-Mixed-Case: Kept", "Set-Cookie: a=1", "Set-Cookie: b=2"]))
        let gateway = try TestGateway(fronting: origin)
        let answer = try gateway.connectH2().get(
            1,
            fields: [["cookie", "a=1"], ["x-between", "y"], ["cookie", "b=2"], ["cookie", "c=3"]]
        )
        #expect(answer.fields.lines.contains(FieldLine(name: "x-mixed-case", value: "Kept")), "\(answer)")
        #expect(answer.fields.all("set-cookie") == ["a=1", "b=2"])
        #expect(try origin.request().fields.all("Cookie") == ["a=1; b=2; c=3"])
    }

    @Test func `authority becomes Host`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2()
        try client.request(1, "GET", "/", authority: "shop.test:8080")
        #expect(try client.answer(1).status == 200)
        #expect(try origin.request().fields.all("Host") == ["shop.test:8080"])
    }

    @Test func `the settings are announced`() throws {
        let gateway = try TestGateway(
            fronting: try Origin(),
            more: "limits { streams 7; window 128KiB; head 16KiB }"
        )
        let settings = try #require(
            try gateway.connectH2().frame("Settings") { !$0.endsStream && $0.settings != nil }.settings
        )
        #expect(settings["MAX_CONCURRENT_STREAMS"] == 7)
        #expect(settings["INITIAL_WINDOW_SIZE"] == 131_072)
        #expect(settings["MAX_HEADER_LIST_SIZE"] == 16_384)
        #expect(settings["ENABLE_CONNECT_PROTOCOL"] ?? 0 == 0)
    }

    @Test func `streams beyond the limit are refused, and cost nothing behind`() throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin, more: "limits { streams 5 }")
        let client = try gateway.connectH2()
        try client.frame("Settings")
        try client.requests(8, "GET", "/never")
        for stream in [11, 13, 15] { #expect(try client.frame("RstStream", stream: stream).code == 7) }
        #expect(try client.isAlive())
        #expect(origin.requests.count <= 5)
    }

    @Test func `backpressure of a slow client reaches the origin`() throws {
        let origin = try Origin(.gigantic(64 << 20))
        let gateway = try TestGateway(fronting: origin)
        let before = gateway.residentKiB
        let client = try gateway.connectH2(options: ["--no-credit"])
        try client.request(1)
        try client.frame("Data", stream: 1) { $0.total == 65_535 }
        #expect(try client.isAlive())
        #expect(gateway.residentKiB - before < 8_192)
        #expect(origin.openConnectionCount == 1)
        try client.send(["do": "credit", "on": true])
        try client.send(["do": "window_update", "stream": 1, "increment": 1_000_000])
        try client.send(["do": "window_update", "stream": 0, "increment": 1_000_000])
        try client.frame("Data", stream: 1) { $0.total ?? 0 > 1_000_000 }
    }

    @Test func `backpressure of a slow origin reaches the client`() throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try Origin(.neverReads(gate), port: 0, receiveBuffer: 16_384)
        let gateway = try TestGateway(fronting: origin, more: "limits { window 64KiB }")
        let before = gateway.residentKiB
        let client = try gateway.connectH2()
        try client.request(1, "POST", "/", end: false)
        try client.data(1, "0123456789abcdef", times: 1 << 20, aside: true)
        _ = try origin.request()
        #expect(try client.isAlive())
        #expect(gateway.residentKiB - before < 8_192)
        // Other streams of the connection have credit left (RFC 9113, 5.2.2).
        let connection = client.frames("WindowUpdate", stream: 0).compactMap(\.length).reduce(65_535, +)
        #expect(connection >= 4 * 65_536)
    }

    @Test func `a connection that has waited long enough is said goodbye`() throws {
        let gateway = try TestGateway(fronting: try Origin(), more: "limits { keep-alive 200ms }")
        let client = try gateway.connectH2()
        #expect(try client.get(1).status == 200)
        let goodbye = try #require(try client.waitForEnd())
        #expect(goodbye.code == 0 && goodbye.last == 1, "\(goodbye)")
    }

    @Test func `the span and the metrics know the protocol`() throws {
        let sink = try ZipkinSink()
        let gateway = try TestGateway(
            fronting: try Origin(),
            more: "trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms } }"
        )
        #expect(try gateway.connectH2().get(1, "/traced").status == 200)
        let spans = try sink.spans(2)
        let server = try #require(spans.first { $0.kind == "SERVER" })
        #expect(server.tag("network.protocol.version") == "2", "\(server)")
    }
}
