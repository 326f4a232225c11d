// Do the words of HTTP/2, WebSocket, PROXY headers and clients' certificates arrive in the model?

import Bytes
import Testing

@testable import Config

@Suite struct ProtocolTests {
    private let files = [
        "a.pem": "", "b.pem": "", "ca.pem": authority, "new.key": ticketKey, "old.key": ticketKey, "a.ocsp": "0",
    ]

    // MARK: Listeners

    @Test func `a listener with TLS offers HTTP/2 and one without does not`() throws {
        #expect(try config(withTLS(""), files: files).listeners[0].protocols == [.h2, .http11])
        #expect(try config(withRoute("respond 404")).listeners[0].protocols == [.http11])
    }

    @Test(arguments: [
        ("h2", [HTTPProtocol.h2]), ("http/1.1", [.http11]), ("http/1.1 h2", [.http11, .h2]),
        ("h2 http/1.1", [.h2, .http11]),
    ])
    func `with TLS the order of protocols is the one that is written`(written: String, read: [HTTPProtocol]) throws {
        let config = try config(withTLS("", "protocols \(written)"), files: files)
        #expect(config.listeners[0].protocols == read)
    }

    @Test(arguments: [("h2c", [HTTPProtocol.h2c]), ("http/1.1 h2c", [.http11, .h2c])])
    func `without TLS clients may begin with HTTP/2`(written: String, read: [HTTPProtocol]) throws {
        #expect(try config(withRoute("protocols \(written)\nrespond 404")).listeners[0].protocols == read)
    }

    @Test func `PROXY headers are asked for where trusted addresses are known`() throws {
        let text = "overrides { trust 10.0.0.0/8 }\n" + withRoute("proxy-protocol on; respond 404")
        #expect(try config(text).listeners[0].proxyProtocol)
        #expect(try !config(withRoute("proxy-protocol off; respond 404")).listeners[0].proxyProtocol)
    }

    @Test func `WebSocket flows inwards and the innermost wins`() throws {
        let config = try config(
            """
            listen :80 {
                websocket on
                host a.example {
                    websocket off
                    route /chat to 127.0.0.1:1 websocket on
                    route /* to 127.0.0.1:1
                }
                route /* to 127.0.0.1:1
            }
            listen :81 { route /* to 127.0.0.1:1 }
            """
        )
        #expect(config.routes.map(\.websocket) == [true, false, true, false])
    }

    // MARK: Certificates

    @Test(arguments: [("", true), (" require", true), (" optional", false)])
    func `clients need a certificate unless it is optional`(word: String, isRequired: Bool) throws {
        let tls = try #require(try config(withTLS("client-ca ca.pem\(word)"), files: files).listeners[0].tls)
        #expect(tls.clientCA == ClientCAConfig(path: "ca.pem", isRequired: isRequired))
        #expect(!tls.forwardClientCert)
    }

    @Test func `a client's certificate is passed on when that is asked for`() throws {
        let text = withTLS("client-ca ca.pem; forward-client-cert on")
        #expect(try config(text, files: files).listeners[0].tls?.forwardClientCert == true)
    }

    @Test func `ticket keys keep their order`() throws {
        let tls = try config(withTLS("ticket-keys new.key old.key"), files: files).listeners[0].tls
        #expect(tls?.ticketKeyPaths == ["new.key", "old.key"])
    }

    @Test func `a certificate may come with a stapled answer`() throws {
        let text = withTLS("cert a.example a.pem a.pem { ocsp a.ocsp }")
        let certificates = try config(text, files: files).listeners[0].tls?.certificates
        #expect(certificates?.map(\.ocspPath) == [nil, "a.ocsp"])
    }

    @Test func `what is wrong with a stapled answer is shown at its file`() {
        var all = files
        all["x"] = withTLS("cert a.example a.pem a.pem { ocsp a.ocsp }")
        let outcome = ConfigFile.load(path: "x", source: .files(all)) { certificate in
            certificate.ocspPath.map { [CertificateProblem(.warning, .staple, "\($0) is too old")] } ?? []
        }
        #expect(outcome.diagnostics.map(\.message) == ["a.ocsp is too old"])
        #expect(outcome.diagnostics.map(\.column) == [43])
        #expect(outcome.config != nil)
    }

    /// The file's certificates, with key types that somebody has read out of them.
    private func load(_ text: String, keyTypes: [String: String]) -> ConfigOutcome {
        var files = files
        files["gateway.conf"] = text
        return ConfigFile.load(path: "gateway.conf", source: .files(files), keyType: { keyTypes[$0.certPath] })
    }

    private let twice = withTLS("cert a.example a.pem a.pem\n        cert a.example b.example b.pem b.pem")

    @Test func `one name has certificates with keys of different types`() {
        let outcome = load(twice, keyTypes: ["a.pem": "RSA", "b.pem": "EC"])
        #expect(outcome.diagnostics == [])
        #expect(outcome.config?.listeners[0].tls?.certificates.count == 3)
    }

    @Test func `two certificates of one name and type are a mistake that names both lines`() {
        let outcome = load(twice, keyTypes: ["a.pem": "RSA", "b.pem": "RSA"])
        #expect(outcome.diagnostics.map(\.code) == [.duplicateCertificate])
        #expect(outcome.diagnostics.map(\.line) == [5])
        let message = "\"a.example\" already has a certificate with a key of the type RSA in line 4"
        #expect(outcome.diagnostics.map(\.message) == [message])
    }

    @Test func `a certificate for servers is checked like one for clients`() throws {
        let text = "cluster * { tls { cert a.pem b.pem } }\n" + withRoute("respond 404")
        let tls = try config(text, files: files).clusterPolicy(for: "10.0.0.5:443").tls
        #expect(tls?.certificate == KeyPairConfig(certPath: "a.pem", keyPath: "b.pem"))
        var all = files
        all["x"] = text
        let outcome = ConfigFile.load(path: "x", source: .files(all)) { pair in
            [CertificateProblem(.error, .key, "\(pair.keyPath) does not fit \(pair.certPath)")]
        }
        #expect(outcome.diagnostics.map(\.message) == ["b.pem does not fit a.pem"])
    }

    @Test func `identities are trusted beside addresses`() throws {
        let text = """
            overrides {
                trust 10.0.0.0/8
                trust identity spiffe://cluster.local/ns/web/* batch.internal
                trust identity *
            }

            """
        let overrides = try config(text + withTLS("client-ca ca.pem"), files: files).overrides
        #expect(overrides.trusted.map(\.description) == ["10.0.0.0/8"])
        #expect(overrides.trustedIdentities == ["spiffe://cluster.local/ns/web/*", "batch.internal", "*"])
    }

    // MARK: Servers

    @Test func `an address may ask for HTTP/2 without TLS`() throws {
        let config = try config(
            "cluster 10.0.0.6:50051 { streams 7 }\n" + withRoute("route /* to h2c://10.0.0.6:50051")
        )
        guard case .to(.addresses(let addresses)) = config.routes[0].action else {
            Issue.record("not an address")
            return
        }
        #expect(addresses.map(\.description) == ["h2c://10.0.0.6:50051"])
        let policy = config.clusterPolicy(for: addresses[0])
        #expect(policy.httpProtocol == .h2)
        #expect(policy.tls == nil)
        #expect(policy.streams == 7)
    }

    @Test func `a later cluster block can take back what an earlier one asks for`() throws {
        let config = try config(
            """
            cluster * { protocol h2; proxy-protocol v2; ping 5s; streams 10 }
            cluster 10.0.0.5:80 { protocol auto; proxy-protocol off; ping off }
            listen :80 { respond 404 }
            """
        )
        let (general, special) = (config.clusterPolicy(for: "10.0.0.6:80"), config.clusterPolicy(for: "10.0.0.5:80"))
        #expect(general == ClusterPolicy(httpProtocol: .h2, proxyProtocol: .v2, streams: 10, ping: .seconds(5)))
        #expect(special == ClusterPolicy(streams: 10, ping: nil))
    }

    @Test func `a service's patience can be without end`() throws {
        let config = try config(
            """
            dtab { /svc => /$/inet/127.0.0.1/81 }
            service * { timeout off; idle off; tunnel-idle 1h }
            service /svc/web { timeout 3s }
            listen :80 {
                route /web to /svc/web
                route /stream to /svc/web timeout off
                route /other to /svc/other timeout 4s
            }
            """
        )
        let policies = config.routes.map { config.servicePolicy(for: $0) }
        #expect(policies.map(\.timeout) == [.seconds(3), nil, .seconds(4)])
        #expect(policies.map(\.firstByte) == [.seconds(3), .seconds(10), .seconds(4)])
        #expect(policies.map(\.idle) == [nil, nil, nil])
        #expect(policies.map(\.tunnelIdle) == [.seconds(3600), .seconds(3600), .seconds(3600)])
        #expect(policies.map { $0.text(of: .total) } == ["3s", "off", "4s"])
    }

    // MARK: Limits

    @Test func `misbehaviour is measured field by field, from the outside in`() throws {
        let config = try config(
            """
            limits { window 1MiB; misbehaviour 100 { refill 7/s; reset 1; refusal 2; control 3; empty 4; tiny 8; continuation 6 } }
            listen :80 { limits { misbehaviour { reset 9 } }; respond 404 }
            listen :81 { limits { misbehaviour 0 }; respond 404 }
            """
        )
        let outer = MisbehaviourConfig(
            points: 100,
            refillPerSecond: 7,
            reset: 1,
            refusal: 2,
            control: 3,
            empty: 4,
            tiny: 8,
            continuation: 6
        )
        #expect(config.limits.misbehaviour == outer)
        #expect(config.limits.window == 1 << 20)
        #expect(config.listeners.map(\.limits.misbehaviour.reset) == [9, 1])
        #expect(config.listeners.map(\.limits.misbehaviour.points) == [100, 0])
        #expect(config.limits.text(of: .misbehaviour) == "100")
        #expect(config.limits.text(of: .window) == "1MiB")
    }

    @Test func `an unwritten budget has its defaults`() throws {
        #expect(try config(withRoute("respond 404")).listeners[0].limits.misbehaviour == MisbehaviourConfig())
    }
}
