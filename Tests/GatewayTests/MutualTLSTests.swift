// Who may come in, and what else is said in a handshake?

import TestSupport
import Testing

/// RFC 8446, 4.3.2, 4.4.2 and 4.6.1; RFC 6066, 3 and 8.
@Suite struct MutualTLSTests {
    private static let localhost = "DNS:localhost,IP:127.0.0.1"
    private static let request = TestClient.head("GET", "/", fields: ["Connection: close"])

    private let authority: TestAuthority
    private let origin: Origin

    init() throws {
        authority = try TestAuthority()
        origin = try Origin()
    }

    private func gateway(_ tls: String) throws -> TestGateway {
        try TestGateway(
            "listen @tls { tls { \(tls)\ncert localhost \(Certificate.localhost.paths) }\nroute /* to \(origin.address) }",
            with: [origin]
        )
    }

    private func curl(_ gateway: TestGateway, _ signed: TestAuthority.Signed? = nil) throws -> Curl {
        try Curl("https://localhost:\(gateway.port("tls"))/", trusting: try .localhost, signed?.curl ?? [])
    }

    // MARK: downstream

    @Test func `a client with a certificate of the authority is served`() throws {
        let gateway = try gateway("client-ca \(authority.certificatePath)")
        let run = try curl(gateway, try authority.sign("shop", "URI:spiffe://test/shop"))
        #expect(run.status == 200, "\(run)")
    }

    @Test(arguments: ["--tls-max 1.2", "--tlsv1.3"])
    func `without a certificate no request is read`(version: String) throws {
        let gateway = try gateway("client-ca \(authority.certificatePath)")
        let run = try Curl(
            "https://localhost:\(gateway.port("tls"))/",
            trusting: try .localhost,
            version.split(separator: " ").map(String.init)
        )
        #expect(run.exit != 0, "\(run)")
        #expect(run.status == 0)
        try gateway.metrics("the handshake to be counted") {
            $0.sum("headgate_tls_handshakes_total", ["result": "client_certificate_missing"]) == 1
        }
        #expect(origin.requests.isEmpty)
    }

    @Test(arguments: ["require", "optional"])
    func `a certificate that does not hold is refused either way`(word: String) throws {
        let gateway = try gateway("client-ca \(authority.certificatePath) \(word)")
        let stranger = try TestAuthority().sign("shop", "URI:spiffe://test/shop")
        let expired = try authority.sign("late", "DNS:late.test", days: -1)
        for bad in [stranger, expired] {
            let run = try curl(gateway, bad)
            #expect(run.exit != 0 && run.status == 0, "\(run)")
        }
        #expect(origin.requests.isEmpty)
    }

    @Test func `where it is optional a client without a certificate is served`() throws {
        let gateway = try gateway("client-ca \(authority.certificatePath) optional")
        #expect(try curl(gateway).status == 200)
        #expect(try curl(gateway, try authority.sign("shop", "DNS:shop.test")).status == 200)
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `a known client resumes its session, and nobody else does`(version: String) throws {
        let gateway = try gateway("client-ca \(authority.certificatePath)")
        let session = try TemporaryDirectory()
        let shop = try authority.sign("shop", "DNS:shop.test")
        let first = try probe(gateway, [version, "-sess_out", session.file("session")] + shop.client)
        let second = try probe(gateway, [version, "-sess_in", session.file("session")] + shop.client)
        #expect(!first.isResumed && first.report.contains("200 OK"), "\(first)")
        #expect(second.isResumed && second.report.contains("200 OK"), "\(second)")
    }

    private func probe(_ gateway: TestGateway, _ options: [String], serverName: String = "localhost") throws -> TLSProbe
    {
        try TLSProbe(port: gateway.port("tls"), serverName: serverName, options: options, request: Self.request)
    }

    // MARK: upstream

    @Test func `the certificate of a cluster is shown to its servers`() throws {
        let certificate = try Certificate(for: ["127.0.0.1"])
        let demands = ["-Verify", "2", "-verify_return_error", "-CAfile", authority.certificatePath]
        let server = try TLSServer(certificate, options: demands)
        let mine = try authority.sign("gateway", "URI:spiffe://test/gateway")
        let known = try upstream(server, "ca \(certificate.certificatePath); cert \(mine.paths)")
        let unknown = try upstream(server, "ca \(certificate.certificatePath)")
        #expect(try known.get("/").status == 200)
        #expect(try unknown.get("/").status == 502)
    }

    private func upstream(_ server: TLSServer, _ tls: String) throws -> TestGateway {
        try TestGateway(
            """
            cluster * { tls { \(tls) } }
            listen @http { route /* to https://127.0.0.1:\(server.port) }
            """
        )
    }

    // MARK: what else is said

    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `an OCSP response is stapled`(version: String) throws {
        let signed = try authority.sign("localhost", Self.localhost, serial: 0x1234)
        let response = try authority.vouch(for: signed, serial: 0x1234)
        let gateway = try TestGateway(
            "listen @tls { tls { cert localhost \(signed.paths) { ocsp \(response) } }\nroute /* to \(origin.address) }"
        )
        let probe = try probe(gateway, [version, "-status"])
        #expect(probe.report.contains("OCSP Response Status: successful"), "\(probe)")
        #expect(probe.report.contains("Cert Status: good"))
    }

    @Test(arguments: [("ECDSA+SHA256", "ECDSA"), ("RSA-PSS+SHA256:RSA+SHA256", "RSA")], ["-tls1_2", "-tls1_3"])
    func `RSA and ECDSA stand side by side`(_ offer: (signatures: String, shown: String), version: String) throws {
        let rsa = try authority.sign("localhost", Self.localhost, key: "rsa")
        let gateway = try gateway("cert localhost \(rsa.paths)")
        let probe = try probe(gateway, [version, "-sigalgs", offer.signatures])
        #expect(probe.report.contains("Peer signature type: \(offer.shown)"), "\(probe)")
        #expect(probe.report.contains("200 OK"))
    }

    /// A session once resumed under the other name's certificate, and its request then got 421.
    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `a session is not taken along to another name`(version: String) throws {
        let gateway = try TestGateway(
            """
            listen @tls {
                tls {
                    cert a.test \(Certificate(for: ["a.test"]).paths)
                    cert b.test \(Certificate(for: ["b.test"]).paths)
                }
                route /* to \(origin.address)
            }
            """
        )
        let session = try TemporaryDirectory()
        _ = try probe(gateway, [version, "-sess_out", session.file("session")], serverName: "a.test")
        let other = try TLSProbe(
            port: gateway.port("tls"),
            serverName: "b.test",
            options: [version, "-sess_in", session.file("session")],
            request: TestClient.head("GET", "/", host: "b.test", fields: ["Connection: close"])
        )
        #expect(!other.isResumed)
        #expect(other.commonName == "b.test", "\(other)")
        #expect(other.report.contains("200 OK"))
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `two gateways with one ticket key resume each other's sessions`(version: String) throws {
        let folder = try TemporaryDirectory()
        let key = try folder.write(String(repeating: "0123456789abcdef", count: 5), to: "ticket.key")
        let gateways = [try gateway("ticket-keys \(key)"), try gateway("ticket-keys \(key)")]
        let strange = try gateway("")
        _ = try probe(gateways[0], [version, "-sess_out", folder.file("session")])
        #expect(try probe(gateways[1], [version, "-sess_in", folder.file("session")]).isResumed)
        #expect(try !probe(strange, [version, "-sess_in", folder.file("session")]).isResumed)
    }
}
