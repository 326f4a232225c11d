// Is a client known by its certificate, and nobody else by what they say?

import Foundation
import TestSupport
import Testing

/// RFC 8446, 4.4.2; `X-Forwarded-Client-Cert` as Envoy documents it.
@Suite struct ClientIdentityTests {
    private static let versions = ["--http1.1", "--http2"]
    private static let name = "X-Forwarded-Client-Cert"
    /// Who may steer in these tests.
    private static let trust = "overrides { trust identity spiffe://test/ops/* }"

    private let authority: TestAuthority
    private let origin: Origin
    private let shop: TestAuthority.Signed
    private let ops: TestAuthority.Signed

    init() throws {
        authority = try TestAuthority()
        origin = try Origin()
        shop = try authority.sign("shop", "URI:spiffe://test/shop,DNS:shop.test")
        ops = try authority.sign("ops", "URI:spiffe://test/ops/alice")
    }

    /// A gateway that asks for certificates at `@tls`, and for none at `@open`.
    private func gateway(
        _ word: String = "require",
        forwards: String = "on",
        to address: String? = nil,
        listen: String = "",
        more: String = ""
    ) throws -> TestGateway {
        let certificate = try Certificate.localhost
        return try TestGateway(
            """
            listen @tls {
                \(listen)
                tls {
                    cert localhost \(certificate.paths)
                    client-ca \(authority.certificatePath) \(word)
                    forward-client-cert \(forwards)
                }
                route /* to \(address ?? origin.address) sample 0
            }
            listen @open {
                tls { cert localhost \(certificate.paths) }
                route /* to \(address ?? origin.address) sample 0
            }
            \(more)
            """,
            with: [origin]
        )
    }

    private func curl(
        _ gateway: TestGateway,
        _ signed: TestAuthority.Signed? = nil,
        _ options: [String] = [],
        at word: String = "tls"
    ) throws -> Curl {
        let url = "https://localhost:\(gateway.port(word))/"
        let run = try Curl(url, trusting: .localhost, (signed?.curl ?? []) + options)
        #expect(run.status == 200, "\(run)")
        return run
    }

    /// What the gateway says of a certificate.
    private func element(_ signed: TestAuthority.Signed, _ rest: String) throws -> String {
        let print = try Command(
            "openssl",
            ["x509", "-in", signed.certificatePath, "-noout", "-fingerprint", "-sha256"]
        )
        let digits = try #require(print.output.split(separator: "=").last).filter(\.isHexDigit).lowercased()
        return "Hash=\(digits);\(rest)"
    }

    private func shopElement() throws -> String {
        try element(shop, "Subject=\"CN=shop,O=Example\";URI=spiffe://test/shop;DNS=shop.test")
    }

    // MARK: what upstreams are told

    @Test(arguments: versions)
    func `an upstream is told the certificate`(version: String) throws {
        let gateway = try gateway()
        _ = try curl(gateway, shop, [version])
        #expect(try origin.request().fields.all(Self.name) == [try shopElement()])
    }

    @Test(arguments: versions)
    func `an upstream on HTTP/2 is told the same`(version: String) throws {
        let modern = try H2Origin()
        let gateway = try gateway(to: modern.address)
        _ = try curl(gateway, shop, [version])
        #expect(try modern.request().field("x-forwarded-client-cert") == (try shopElement()))
    }

    @Test(arguments: versions)
    func `nothing is told unless that is asked for`(version: String) throws {
        let gateway = try gateway(forwards: "off")
        _ = try curl(gateway, shop, [version, "-H", "\(Self.name): Hash=forged"])
        #expect(try origin.request().fields.all(Self.name) == [])
    }

    /// The field, as it is and as servers that read names as variables would take it for the same.
    @Test(
        arguments: versions,
        [name, "x-forwarded-client-cert", "X_Forwarded_Client_Cert", "X-FORWARDED_CLIENT-CERT"]
    )
    func `nobody speaks for the gateway`(version: String, spelling: String) throws {
        let gateway = try gateway("optional")
        let claim = ["-H", "\(spelling): By=spiffe://x;Hash=forged;URI=spiffe://test/ops/alice", version]
        _ = try curl(gateway, claim: claim)
        for seen in origin.requests.dropLast() {
            #expect(!seen.rawHead.lowercased().contains("client-cert"), "\(seen.rawHead)")
            #expect(!seen.rawHead.lowercased().contains("client_cert"), "\(seen.rawHead)")
        }
        let own = try #require(origin.requests.last)
        #expect(own.fields.all(Self.name) == [try shopElement()])
        #expect(!own.rawHead.contains("Hash=forged"), "\(own.rawHead)")
        let count = try gateway.metrics().sum("headgate_steering_refused_total")
        #expect(count == 3)
    }

    /// On a listener that asks for nothing, without a certificate where one may be shown, and with one.
    private func curl(_ gateway: TestGateway, claim: [String]) throws {
        _ = try curl(gateway, nil, claim, at: "open")
        _ = try curl(gateway, nil, claim)
        _ = try curl(gateway, shop, claim)
    }

    @Test(arguments: versions)
    func `what a trusted proxy says of its clients is continued over mutual TLS only`(version: String) throws {
        let gateway = try gateway("optional", more: "overrides { trust 127.0.0.0/8 }")
        let claims = ["-H", "\(Self.name): Hash=1", "-H", "\(Self.name): Hash=2,Hash=3", version]
        _ = try curl(gateway, nil, claims, at: "open")
        _ = try curl(gateway, nil, claims)
        _ = try curl(gateway, shop, claims)
        let seen = origin.requests.map { $0.fields.all(Self.name) }
        #expect(seen == [[], [], ["Hash=1,Hash=2,Hash=3," + (try shopElement())]])
        #expect(try gateway.metrics().sum("headgate_steering_refused_total", ["field": "forwarded"]) == 2)
    }

    @Test func `a trusted proxy does not pass on another spelling`() throws {
        let gateway = try gateway(more: "overrides { trust 127.0.0.0/8 }")
        _ = try curl(gateway, shop, ["-H", "X_Forwarded_Client_Cert: Hash=forged", "-H", "X-Real-IP: 192.0.2.1"])
        let seen = try origin.request()
        #expect(seen.fields.all(Self.name) == [try shopElement()])
        #expect(!seen.rawHead.contains("Hash=forged"), "\(seen.rawHead)")
        #expect(seen.fields["X-Real-IP"] == "192.0.2.1")
    }

    @Test func `a trailer says nothing of certificates`() throws {
        let gateway = try gateway("optional")
        let client = try TestClient(tlsPort: gateway.port("tls"))
        try client.send(
            "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1\r\nx\r\n0\r\n\(Self.name): Hash=forged\r\n\r\n"
        )
        #expect(try client.answer(to: "POST").status == 200)
        #expect(try !origin.wholeRequest().trailers.description.contains("Hash=forged"))
    }

    // MARK: who may steer

    @Test(arguments: versions)
    func `a trusted identity may steer, another may not`(version: String) throws {
        let gateway = try gateway(more: Self.trust)
        let steering = ["-H", "l5d-sample: 1", "-H", "X-Forwarded-For: 192.0.2.9", version]
        _ = try curl(gateway, ops, steering)
        _ = try curl(gateway, shop, steering)
        let seen = origin.requests.map(\.fields)
        #expect(seen.map { $0["X-B3-Sampled"] } == ["1", "0"])
        #expect(seen.map { $0["X-Forwarded-For"] } == ["192.0.2.9, 127.0.0.1", "127.0.0.1"])
        #expect(seen.allSatisfy { $0["l5d-sample"] == nil })
        #expect(try gateway.metrics().sum("headgate_steering_refused_total", ["field": "l5d-sample"]) == 1)
    }

    @Test(arguments: [("spiffe://test/ops/alice", "1"), ("spiffe://test/ops", "0"), ("*", "1"), ("ops", "0")])
    func `an identity is trusted as it is named`(_ row: (name: String, decision: String)) throws {
        let gateway = try gateway(more: "overrides { trust identity \(row.name) }")
        _ = try curl(gateway, ops, ["-H", "l5d-sample: 1"])
        #expect(try origin.request().fields["X-B3-Sampled"] == row.decision)
    }

    /// The header withdraws the trust of the proxy's address; the certificate is the client's own.
    @Test(arguments: ["PROXY UNKNOWN\r\n", "PROXY TCP4 203.0.113.9 198.51.100.7 5 443\r\n"])
    func `a certificate counts behind a PROXY header`(header: String) throws {
        let gateway = try gateway(
            listen: "proxy-protocol on",
            more: "overrides { trust 127.0.0.0/8; trust identity spiffe://test/ops/* }"
        )
        for signed in [ops, shop] {
            let relay = try PrefacedRelay(to: gateway.port("tls"), preface: Array(header.utf8))
            let url = "https://localhost:\(relay.port)/"
            let run = try Curl(url, trusting: .localhost, signed.curl + ["-H", "l5d-sample: 1"])
            #expect(run.status == 200, "\(run)")
        }
        #expect(origin.requests.map { $0.fields["X-B3-Sampled"] } == ["1", "0"])
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `a resumed session is the same client's`(version: String) throws {
        let gateway = try gateway(more: Self.trust)
        let session = try TemporaryDirectory()
        let request = TestClient.head("GET", "/", fields: ["Connection: close", "l5d-sample: 1"])
        let runs = try ["-sess_out", "-sess_in"].map { option in
            let options = [version, option, session.file("session")] + ops.client
            return try TLSProbe(port: gateway.port("tls"), options: options, request: request)
        }
        #expect(runs.map(\.isResumed) == [false, true])
        let seen = origin.requests.map(\.fields)
        #expect(seen.map { $0["X-B3-Sampled"] } == ["1", "1"])
        let element = try element(ops, "Subject=\"CN=ops,O=Example\";URI=spiffe://test/ops/alice")
        #expect(seen.map { $0.all(Self.name) } == [[element], [element]])
    }

    // MARK: what is written down

    @Test(arguments: versions)
    func `log and span name the client`(version: String) throws {
        let sink = try ZipkinSink()
        let gateway = try gateway(
            "optional",
            more: "\(Self.trust)\naccess-log json\ntrace { zipkin \(sink.url) { batch 512 or 20ms } }"
        )
        _ = try curl(gateway, ops, ["-H", "l5d-sample: 1", version])
        _ = try curl(gateway, nil, [version])
        let server = try #require(try sink.spans(2).first { $0.kind == "SERVER" })
        #expect(server.tag("headgate.client.identity") == "spiffe://test/ops/alice")
        try eventually("two lines") { lines(gateway).count == 2 }
        let identities = try lines(gateway).map { line in
            try JSONDecoder().decode([String: JSONScalar].self, from: Data(line.utf8))["client_identity"]?.text
        }
        #expect(identities == ["spiffe://test/ops/alice", nil])
    }

    private func lines(_ gateway: TestGateway) -> [String] {
        gateway.output.split(separator: "\n").filter { $0.hasPrefix("{") }.map(String.init)
    }

    /// Some value of a line, of which only text matters here.
    private struct JSONScalar: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            text = try? decoder.singleValueContainer().decode(String.self)
        }
    }

    // MARK: who is refused

    @Test func `refusals are counted by what is wrong with the certificate`() throws {
        let gateway = try gateway()
        let clients: [(signed: TestAuthority.Signed?, result: String)] = [
            (nil, "missing"), (try TestAuthority().sign("shop", "DNS:shop.test"), "unknown_authority"),
            (try authority.sign("late", "DNS:late.test", days: -1), "expired"),
            // For servers only.
            (try authority.sign("server", "DNS:shop.test\nextendedKeyUsage=serverAuth"), "invalid"),
        ]
        for (signed, result) in clients {
            let run = try Curl("https://localhost:\(gateway.port("tls"))/", trusting: .localhost, signed?.curl ?? [])
            #expect(run.exit != 0 && run.status == 0, "\(result): \(run)")
            try gateway.metrics("the refusal to be counted") {
                $0.sum("headgate_tls_handshakes_total", ["result": "client_certificate_\(result)"]) == 1
            }
        }
        #expect(try gateway.metrics().sum("headgate_tls_handshakes_total", ["result": "failed"]) == 0)
        #expect(origin.requests.isEmpty)
    }
}
