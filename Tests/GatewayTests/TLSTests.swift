// What does the gateway agree to in a TLS handshake?

import TestSupport
import Testing

/// RFC 8446; RFC 5246; RFC 7301; RFC 9110, 7.4.
@Suite struct TLSTests {
    private static func gateway(_ origin: Origin, _ tls: String = "") throws -> TestGateway {
        try TestGateway(
            """
            listen @tls {
                tls {
                    \(tls)
                    cert localhost \(Certificate.localhost.paths)
                }
                route /* to \(origin.address)
            }
            """,
            with: [origin]
        )
    }

    @Test func `curl gets its answer over TLS`() throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin)
        let run = try Curl("https://localhost:\(gateway.port("tls"))/", trusting: try .localhost)
        #expect(run.exit == 0, "\(run)")
        #expect(run.status == 200)
        #expect(run.output.hasSuffix("hello"))
        #expect(try origin.request().fields["X-Forwarded-Proto"] == "https")
    }

    @Test func `a body goes up and down over TLS, whole`() throws {
        let origin = try Origin(.echo)
        let gateway = try Self.gateway(origin)
        let folder = try TemporaryDirectory()
        let file = try folder.write(String(repeating: "0123456789abcdef", count: 300_000), to: "body")
        let run = try Curl(
            "https://localhost:\(gateway.port("tls"))/",
            trusting: try .localhost,
            ["--data-binary", "@\(file)", "-o", folder.file("back"), "--no-include"]
        )
        #expect(run.exit == 0, "\(run.story)")
        #expect(try Command("cmp", [file, folder.file("back")]).exit == .code(0))
    }

    @Test(arguments: [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")])
    func `both versions are spoken, with an AEAD and ephemeral keys`(option: String, version: String) throws {
        let gateway = try Self.gateway(try Origin())
        let probe = try TLSProbe(port: gateway.port("tls"), options: [option])
        #expect(probe.version == version, "\(probe)")
        let cipher = try #require(probe.cipher)
        #expect(cipher.contains("GCM") || cipher.contains("CHACHA20") || cipher.contains("POLY1305"))
        #expect(version == "TLSv1.3" || cipher.hasPrefix("ECDHE"))
    }

    @Test(arguments: [
        ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], ["-tls1", "-cipher", "ALL:@SECLEVEL=0"],
        ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA"], ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256"],
        ["-tls1_2", "-cipher", "AES128-GCM-SHA256"],
    ])
    func `old versions and weak ciphers are refused`(options: [String]) throws {
        let gateway = try Self.gateway(try Origin())
        #expect(try !TLSProbe(port: gateway.port("tls"), options: options).isAgreed)
    }

    @Test func `min-version 1.3 refuses 1.2`() throws {
        let gateway = try Self.gateway(try Origin(), "min-version 1.3")
        #expect(try !TLSProbe(port: gateway.port("tls"), options: ["-tls1_2"]).isAgreed)
        #expect(try TLSProbe(port: gateway.port("tls"), options: ["-tls1_3"]).isAgreed)
    }

    @Test func `max-version 1.2 refuses 1.3`() throws {
        let gateway = try Self.gateway(try Origin(), "max-version 1.2")
        #expect(try TLSProbe(port: gateway.port("tls")).version == "TLSv1.2")
    }

    @Test(arguments: [
        ("a.test", "a.test"), ("A.TEST", "a.test"), ("x.b.test", "*.b.test"), ("b.test", "default.test"),
        ("x.y.b.test", "default.test"), ("unknown.test", "default.test"),
    ])
    func `the server name chooses the certificate`(name: String, shown: String) throws {
        let gateway = try Self.threeCertificates(try Origin())
        let probe = try TLSProbe(port: gateway.port("tls"), serverName: name)
        #expect(probe.commonName == shown, "\(probe)")
    }

    @Test func `a client without a server name gets the default certificate`() throws {
        let gateway = try Self.threeCertificates(try Origin())
        #expect(try TLSProbe(port: gateway.port("tls"), serverName: nil).commonName == "default.test")
    }

    private static func threeCertificates(_ origin: Origin) throws -> TestGateway {
        try TestGateway(
            """
            listen @tls {
                tls {
                    cert default.test \(Certificate(for: ["default.test"]).paths)
                    cert a.test \(Certificate(for: ["a.test"]).paths)
                    cert *.b.test \(Certificate(for: ["*.b.test"]).paths)
                }
                route /* to \(origin.address)
            }
            """,
            with: [origin]
        )
    }

    @Test func `a host of another certificate is sent away with 421`() throws {
        let origin = try Origin()
        let gateway = try Self.threeCertificates(origin)
        let client = try gateway.connectTLS(serverName: "a.test")

        #expect(try client.get("/", host: "a.test").status == 200)
        let answer = try client.get("/", host: "x.b.test")

        #expect(answer.status == 421)
        #expect(answer.fields["l5d-err"] != nil)
        #expect(origin.requests.count == 1)
    }

    @Test(arguments: [("http/1.1", "http/1.1"), ("h2,http/1.1", "h2"), ("http/1.1,h2", "h2"), ("h2", "h2")])
    func `ALPN agrees on the listener's first choice`(offer: String, chosen: String) throws {
        let gateway = try Self.gateway(try Origin())
        #expect(try TLSProbe(port: gateway.port("tls"), options: ["-alpn", offer]).protocolName == chosen)
    }

    @Test func `a client that offers only what we do not speak is refused`() throws {
        let gateway = try Self.gateway(try Origin())
        let probe = try TLSProbe(port: gateway.port("tls"), options: ["-alpn", "h3"])
        #expect(probe.protocolName == nil)
        #expect(!probe.isAgreed || probe.report.contains("no application protocol"), "\(probe)")
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `a session is resumed on its listener`(version: String) throws {
        let gateway = try Self.gateway(try Origin())
        let folder = try TemporaryDirectory()
        let request = TestClient.head("GET", "/", fields: ["Connection: close"])

        let first = try TLSProbe(
            port: gateway.port("tls"),
            options: [version, "-sess_out", folder.file("session")],
            request: request
        )
        let second = try TLSProbe(
            port: gateway.port("tls"),
            options: [version, "-sess_in", folder.file("session")],
            request: request
        )

        #expect(!first.isResumed)
        #expect(second.isResumed, "\(second)")
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `a session of one listener is worth nothing on another`(version: String) throws {
        let origin = try Origin()
        let paths = try Certificate.localhost.paths
        let gateway = try TestGateway(
            """
            listen @one { tls { cert localhost \(paths) }  route /* to \(origin.address) }
            listen @two { tls { cert localhost \(paths) }  route /* to \(origin.address) }
            """
        )
        let folder = try TemporaryDirectory()
        let request = TestClient.head("GET", "/", fields: ["Connection: close"])
        _ = try TLSProbe(
            port: gateway.port("one"),
            options: [version, "-sess_out", folder.file("session")],
            request: request
        )
        let other = try TLSProbe(
            port: gateway.port("two"),
            options: [version, "-sess_in", folder.file("session")],
            request: request
        )
        #expect(!other.isResumed, "\(other)")
        #expect(other.report.contains("200 OK"))
    }

    @Test func `a client cannot renegotiate`() throws {
        let gateway = try Self.gateway(try Origin())
        // `R` at the start of a line makes s_client ask for it.
        let probe = try Command(
            "openssl",
            ["s_client", "-connect", "127.0.0.1:\(gateway.port("tls"))", "-tls1_2"],
            input: "R\n"
        )
        #expect(!probe.output.contains("verify return:1\nread R BLOCK"), "\(probe)")
        #expect(try gateway.connectTLS().get("/").status == 200)
    }

    @Test func `the connection ends with close_notify`() throws {
        let gateway = try Self.gateway(try Origin())
        let probe = try TLSProbe(
            port: gateway.port("tls"),
            request: TestClient.head("GET", "/", fields: ["Connection: close"])
        )
        #expect(probe.report.contains("200 OK"))
        // OpenSSL 3 calls an end without close_notify an unexpected end of file.
        #expect(!probe.report.contains("unexpected eof"), "\(probe)")
        #expect(probe.exit == .code(0))
    }

    @Test func `plain text on a TLS port harms nobody`() throws {
        let gateway = try Self.gateway(try Origin())
        let client = try gateway.connect("tls")
        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try client.waitForEnd()
        #expect(try gateway.connectTLS().get("/").status == 200)
    }

    @Test func `keep-alive and pipelining work over TLS`() throws {
        let origin = try Origin()
        let gateway = try Self.gateway(origin)
        let client = try gateway.connectTLS()
        try client.send(TestClient.head("GET", "/1") + TestClient.head("GET", "/2"))
        #expect(try client.answer().status == 200)
        #expect(try client.answer().status == 200)
        #expect(try client.get("/3").status == 200)
        #expect(origin.requests.map(\.target) == ["/1", "/2", "/3"])
    }
}
