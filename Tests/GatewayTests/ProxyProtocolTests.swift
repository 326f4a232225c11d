// Whom does the gateway take for the client behind a proxy, and how does it speak for one itself?

import Foundation
import TestSupport
import Testing

/// HAProxy's "The PROXY protocol", versions 1 and 2.
@Suite struct ProxyProtocolTests {
    private static let line = "PROXY TCP4 203.0.113.9 198.51.100.7 56324 443\r\n"

    /// Version 2 with this command and family and these bytes behind its length.
    private static func block(_ command: UInt8, _ family: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10, command, family, 0, UInt8(bytes.count)] + bytes
    }

    private static let block4 = block(0x21, 0x11, [203, 0, 113, 9, 198, 51, 100, 7, 0xDC, 0x04, 0x01, 0xBB])
    private static let block6 = block(
        0x21,
        0x21,
        [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [9]
            + [UInt8](repeating: 0, count: 15) + [1, 0xDC, 0x04, 0x01, 0xBB]
    )
    private static let local = block(0x20, 0, [])

    private static let request = TestClient.head("GET", "/", fields: ["X-Forwarded-For: 192.0.2.77"])

    /// A gateway that wants a header at `@http` and at `@tls`, and that trusts this machine unless told otherwise.
    private static func gateway(
        _ origin: Origin,
        trust: String = "127.0.0.0/8",
        listen: String = "",
        plain: String = "",
        more: String = ""
    ) throws -> TestGateway {
        try TestGateway(
            """
            overrides { trust \(trust) }
            listen @http {
                proxy-protocol on
                \(listen)
                \(plain)
                route /* to \(origin.address)
            }
            listen @tls {
                proxy-protocol on
                tls { cert localhost \(Certificate.localhost.paths) }
                \(listen)
                route /* to \(origin.address)
            }
            \(more)
            """,
            with: [origin]
        )
    }

    /// Whether the gateway ends the connection, in whatever way, without a byte.
    private static func isCutOff(_ client: TestClient) throws -> Bool {
        if case .bytes = try client.receive() { return false }
        return true
    }

    // MARK: Who the client is

    @Test(arguments: [
        ("a line", Array(line.utf8), "203.0.113.9"), ("a block of IPv4", block4, "203.0.113.9"),
        ("a block of IPv6", block6, "2001:db8::9"),
        ("a line of IPv6", Array("PROXY TCP6 2001:db8::9 ::1 1 2\r\n".utf8), "2001:db8::9"),
    ])
    func `the address of a header is the client's`(name: String, header: [UInt8], address: String) throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin)
        let client = try gateway.connect()
        try client.send(header + Array(Self.request.utf8))
        #expect(try client.answer().status == 200, "\(name)")
        let seen = try origin.request().fields
        // 203.0.113.9 is nobody who may speak for others, although its proxy is.
        #expect(seen.all("X-Forwarded-For") == [address], "\(name)")
        try gateway.metrics("the count") { $0.sum("headgate_proxy_headers_total", ["result": "taken"]) == 1 }
    }

    @Test func `all requests of a connection are the client's`() throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin)
        let client = try gateway.connect()
        try client.send(Self.line)
        for _ in 0..<3 { #expect(try client.get("/").status == 200) }
        #expect(origin.requests.map { $0.fields["X-Forwarded-For"] } == ["203.0.113.9", "203.0.113.9", "203.0.113.9"])
    }

    @Test(arguments: [Array(line.utf8), block4])
    func `a header may come byte by byte`(header: [UInt8]) throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin)
        let client = try gateway.connect()
        for byte in header + Array(Self.request.utf8) { try client.send([byte]) }
        #expect(try client.answer().status == 200)
        #expect(try origin.request().fields["X-Forwarded-For"] == "203.0.113.9")
    }

    @Test(arguments: [Array(line.utf8), block4])
    func `TLS begins behind the header`(header: [UInt8]) throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin)
        let relay = try PrefacedRelay(to: gateway.port("tls"), preface: header)
        let client = try TestClient(tlsPort: relay.port)
        #expect(try client.get("/").status == 200)
        let seen = try origin.request().fields
        #expect(seen["X-Forwarded-For"] == "203.0.113.9")
        #expect(seen["X-Forwarded-Proto"] == "https")
    }

    @Test func `TLS begins behind a header in pieces`() throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin)
        let relay = try PrefacedRelay(to: gateway.port("tls"), preface: Array(Self.line.utf8).map { [$0] })
        #expect(try TestClient(tlsPort: relay.port).get("/").status == 200)
        #expect(try origin.request().fields["X-Forwarded-For"] == "203.0.113.9")
    }

    @Test(arguments: [
        ("http", ["--http1.1"], "HTTP/1.1"), ("http", ["--http2-prior-knowledge"], "HTTP/2"),
        ("https", ["--http1.1"], "HTTP/1.1"), ("https", ["--http2"], "HTTP/2"),
    ])
    func `curl is understood`(scheme: String, options: [String], version: String) throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin, plain: "protocols http/1.1 h2c")
        let port = gateway.port(scheme == "https" ? "tls" : "http")
        let run = try Curl("\(scheme)://localhost:\(port)/", trusting: .localhost, ["--haproxy-protocol"] + options)
        #expect(run.status == 200, "\(run)")
        #expect(run.output.hasPrefix(version + " 200"), "\(run)")
        #expect(try gateway.metrics().sum("headgate_proxy_headers_total", ["result": "taken"]) == 1)
    }

    @Test(arguments: ["http", "tls"])
    func `HTTP/2 begins behind a header as well`(word: String) throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin, plain: "protocols h2c")
        let relay = try PrefacedRelay(to: gateway.port(word), preface: Self.block4)
        let scheme = word == "tls" ? "https" : "http"
        let options = word == "tls" ? ["--http2"] : ["--http2-prior-knowledge"]
        let run = try Curl("\(scheme)://localhost:\(relay.port)/", trusting: .localhost, options)
        #expect(run.output.hasPrefix("HTTP/2 200"), "\(run)")
        #expect(try origin.request().fields["X-Forwarded-For"] == "203.0.113.9")
    }

    @Test func `LOCAL leaves the proxy itself, and its trust`() throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin)
        let client = try gateway.connect()
        try client.send(Self.local + Array(Self.request.utf8))
        #expect(try client.answer().status == 200)
        #expect(try origin.request().fields["X-Forwarded-For"] == "192.0.2.77, 127.0.0.1")
        #expect(try gateway.metrics().sum("headgate_proxy_headers_total", ["result": "local"]) == 1)
    }

    @Test(arguments: [Array("PROXY UNKNOWN\r\n".utf8), block(0x21, 0, [])])
    func `a client whom the proxy cannot name is a stranger`(header: [UInt8]) throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin)
        let client = try gateway.connect()
        try client.send(header + Array(Self.request.utf8))
        #expect(try client.answer().status == 200)
        #expect(try origin.request().fields["X-Forwarded-For"] == "127.0.0.1")
        #expect(try gateway.metrics().sum("headgate_proxy_headers_total", ["result": "unnamed"]) == 1)
    }

    @Test func `a trusted address in a header is trusted`() throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin, trust: "127.0.0.0/8 203.0.113.0/24")
        let client = try gateway.connect()
        try client.send(Self.line + Self.request)
        #expect(try client.answer().status == 200)
        #expect(try origin.request().fields["X-Forwarded-For"] == "192.0.2.77, 203.0.113.9")
    }

    @Test func `span and access log name the client`() throws {
        let origin = try Origin()
        let sink = try ZipkinSink()
        let more = "trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms } }\naccess-log json"
        let gateway = try Self.gateway(origin, more: more)
        let client = try gateway.connect()
        try client.send(Self.line + Self.request)
        #expect(try client.answer().status == 200)
        let server = try #require(try sink.spans(2).first { $0.kind == "SERVER" })
        #expect(server.remoteEndpoint?.ipv4 == "203.0.113.9")
        #expect(server.remoteEndpoint?.port == 56324)
        try eventually("the line") { gateway.output.contains("\"client\":\"203.0.113.9:56324\"") }
    }

    // MARK: What is refused

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n", "missing"), ("\u{16}\u{3}\u{1}\u{2}", "missing"), ("\r\n\r\nX", "missing"),
        ("PROXY TCP4 203.0.113.9\r\n", "malformed"), ("PROXY TCP4 203.0.113.9 198.51.100.7 1 2\n", "malformed"),
        ("PROXY TCP4 203.0.113.9 198.51.100.7 1 65536\r\n", "malformed"),
        ("PROXY UNKNOWN " + String(repeating: "x", count: 100), "malformed"),
    ])
    func `what is no header is cut off and counted`(text: String, reason: String) throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin)
        let client = try gateway.connect()
        try client.send(text)
        #expect(try Self.isCutOff(client))
        try gateway.metrics("the count") { $0.sum("headgate_proxy_headers_total", ["result": reason]) == 1 }
        #expect(origin.requests.isEmpty)
        try gateway.metrics("no open connection") { $0.sum("headgate_connections_open") == 0 }
    }

    @Test func `a stranger is refused before it says anything, and its header is not read`() throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin, trust: "10.0.0.0/8")
        let client = try gateway.connect()
        #expect(try Self.isCutOff(client))
        let other = try gateway.connect()
        try? other.send(Self.line + Self.request)
        #expect(try Self.isCutOff(other))
        try gateway.metrics("the count") { $0.sum("headgate_proxy_headers_total", ["result": "untrusted"]) == 2 }
        #expect(origin.requests.isEmpty)
    }

    @Test func `a peer that leaves within its header is counted`() throws {
        let gateway = try Self.gateway(try Origin())
        let silent = try gateway.connect()
        silent.finishSending()
        #expect(try Self.isCutOff(silent))
        let halfway = try gateway.connect()
        try halfway.send("PROXY TCP4 203.0")
        halfway.finishSending()
        #expect(try Self.isCutOff(halfway))
        let brusque = try gateway.connect()
        try brusque.send("PROXY TCP4 203.0")
        brusque.reset()
        try gateway.metrics("the count") { $0.sum("headgate_proxy_headers_total", ["result": "cut"]) == 3 }
    }

    @Test func `header and handshake together have the time of a handshake`() throws {
        let gateway = try Self.gateway(try Origin(), listen: "limits { handshake 200ms }")
        let silent = try gateway.connect()
        let halfway = try gateway.connect("tls")
        try halfway.send("PROXY TCP4 203.0")
        let shaking = try gateway.connect("tls")
        try shaking.send(Self.line)
        for client in [silent, halfway, shaking] { #expect(try Self.isCutOff(client)) }
        try gateway.metrics("the counts") {
            $0.sum("headgate_proxy_headers_total", ["result": "timed_out"]) == 2
                && $0.sum("headgate_tls_handshakes_total", ["result": "timed_out"]) == 1
        }
    }

    @Test func `without the word a header is a malformed request`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "overrides { trust 127.0.0.0/8 }")
        let client = try gateway.connect()
        try client.send(Self.line + Self.request)
        #expect(try client.answer().status == 400)
        #expect(origin.requests.isEmpty)
    }

    // MARK: Speaking for a client

    @Test func `an origin is told the client's address before anything else`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "cluster * { proxy-protocol v1 }")
        #expect(try gateway.get("/").status == 200)
        let lines = try origin.request().rawHead.split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = lines[0].split(separator: " ", omittingEmptySubsequences: false)
        #expect(words.count == 6)
        #expect(Array(words[0..<4]) == ["PROXY", "TCP4", "127.0.0.1", "127.0.0.1"])
        #expect(words[5] == "\(gateway.port())")
        #expect(lines[1] == "GET / HTTP/1.1")
    }

    @Test func `a connection to such an origin carries one exchange`() throws {
        let origin = try Origin(
            OriginBehaviour { turn in
                try turn.readBody()
                try turn.answer(200, "one")
                return .keepAlive
            }
        )
        let gateway = try TestGateway(to: origin, more: "cluster * { proxy-protocol v1 }")
        let (one, other) = (try gateway.connect(), try gateway.connect())
        for client in [one, other, one] { #expect(try client.get("/").status == 200) }
        #expect(origin.requests.map(\.connection) == [0, 1, 2])
        #expect(origin.requests.allSatisfy { $0.rawHead.hasPrefix("PROXY TCP4 127.0.0.1 127.0.0.1 ") })
        let ports = origin.requests.map { $0.rawHead.split(separator: " ").dropFirst(4).first }
        #expect(ports.first == ports.last && Set(ports).count == 2)
        let idle = try gateway.metrics("no idle connection") {
            $0.sum("headgate_upstream_connections", ["state": "open"]) == 0
        }
        #expect(idle.sum("headgate_upstream_connections", ["state": "idle"]) == 0)
    }

    @Test(arguments: ["v1", "v2"], ["http", "h2c", "https protocol http/1.1", "https protocol h2"])
    func `a chain of gateways hands the client on`(version: String, way: String) throws {
        let words = way.split(separator: " ", maxSplits: 1).map(String.init)
        let (scheme, settings) = (words[0], words.count > 1 ? words[1] : "")
        let origin = try Origin()
        let inner = try Self.gateway(origin, plain: "protocols http/1.1 h2c")
        let port = inner.port(scheme == "https" ? "tls" : "http")
        let trust = "tls { ca \(try Certificate.localhost.certificatePath); server-name localhost }"
        let outer = try TestGateway(
            """
            overrides { trust 127.0.0.0/8 }
            cluster * {
                proxy-protocol \(version)
                \(settings)
                \(scheme == "https" ? trust : "")
            }
            listen @http {
                proxy-protocol on
                route /* to \(scheme)://127.0.0.1:\(port)
            }
            """,
            with: [inner]
        )
        for address in ["2001:db8::9", "203.0.113.9"] {
            let client = try outer.connect()
            try client.send(address == "203.0.113.9" ? Self.block4 : Self.block6)
            for _ in 0..<2 { #expect(try client.get("/").status == 200) }
        }
        let seen = origin.requests.map { $0.fields["X-Forwarded-For"] }
        #expect(seen == ["2001:db8::9", "2001:db8::9", "203.0.113.9", "203.0.113.9"])
        // One connection for each exchange, whatever it speaks.
        #expect(try inner.metrics().sum("headgate_proxy_headers_total", ["result": "taken"]) == 4)
    }

    @Test(arguments: [
        ("v1", "PROXY TCP4 203.0.113.9 198.51.100.7 56324 443\r\n")
    ])
    func `the address that the client had meant is handed on as well`(version: String, expected: String) throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin, more: "cluster * { proxy-protocol \(version) }")
        let client = try gateway.connect()
        try client.send(Self.block4 + Array(Self.request.utf8))
        #expect(try client.answer().status == 200)
        #expect(try origin.request().rawHead.hasPrefix(expected))
    }
}
