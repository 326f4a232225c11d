import Testing

@testable import Wire

/// Mutual TLS: RFC 8446, 4.3.2 and 4.4.2; RFC 5246, 7.4.6.
struct ClientCertificateTests {
    private let certificates = TestCertificates.shared

    private func serving(
        _ authority: String = "authority.pem",
        required: Bool = true,
        keys: TicketKeys = TicketKeys()
    ) throws -> TLSContext {
        var settings = TLSSettings()
        settings.clientAuthority = TLSClientAuthority(path: certificates.path(authority), isRequired: required)
        return try TLSContext(certificates: certificates.three, settings: settings, ticketKeys: keys)
    }

    @Test(arguments: TLSVersion.allCases)
    func `a client with a good certificate is known by it`(version: TLSVersion) throws {
        var pair = try SessionPair(try serving(), version: version, showing: certificates.pair("shop"))
        let isDone = pair.shakeHands()
        let identity = pair.server.peerIdentity
        let seenByClient = pair.client.peerIdentity
        #expect(isDone)
        #expect(identity?.name == "spiffe://test/shop")
        #expect(identity?.uris == ["spiffe://test/shop"])
        #expect(identity?.dnsNames == ["shop.test", "www.shop.test"])
        #expect(identity?.subject == "CN=shop,O=Example")
        #expect(identity?.fingerprint.count == 64)
        #expect(seenByClient == nil)
        let element = String(decoding: identity?.forwardedElement ?? [], as: UTF8.self)
        #expect(
            element
                == "Hash=\(identity?.fingerprint ?? "");Subject=\"CN=shop,O=Example\";URI=spiffe://test/shop"
                + ";DNS=shop.test;DNS=www.shop.test"
        )
    }

    @Test func `without a URI the first DNS name is the name and a subject cannot end its quotation`() throws {
        var pair = try SessionPair(try serving(), showing: certificates.pair("dns"))
        pair.shakeHands()
        let identity = pair.server.peerIdentity
        #expect(identity?.name == "only.test")
        #expect(identity?.subject == #"CN=ignored,O=Example\, \22quoted\22\;"#)
    }

    @Test func `without alternative names the common name is the name`() throws {
        var pair = try SessionPair(try serving(), showing: certificates.pair("common"))
        pair.shakeHands()
        let identity = pair.server.peerIdentity
        #expect(identity?.name == "Common Näme")
        #expect(identity?.subject == #"CN=Common N\C3\A4me,O=Example"#)
    }

    @Test func `names that would fool a reader are left out`() throws {
        var pair = try SessionPair(try serving(), showing: certificates.pair("hostile"))
        let isDone = pair.shakeHands()
        let identity = pair.server.peerIdentity
        #expect(isDone)
        #expect(identity?.name == "u:good")
        #expect(identity?.uris == ["u:good"])
        #expect(identity?.dnsNames == [])
    }

    /// The server knows before it reads any request, also in TLS 1.3, where the client has long finished.
    @Test(arguments: TLSVersion.allCases)
    func `a client without a certificate is refused where one is required`(version: TLSVersion) throws {
        var pair = try SessionPair(try serving(), version: version)
        pair.shakeHands()
        let isDone = pair.server.isEstablished
        #expect(!isDone)
        #expect(pair.refusal?.category == .noCertificate)
    }

    @Test(arguments: TLSVersion.allCases)
    func `a client without a certificate is nobody where none is required`(version: TLSVersion) throws {
        var pair = try SessionPair(try serving(required: false), version: version)
        let isDone = pair.shakeHands()
        let identity = pair.server.peerIdentity
        #expect(isDone)
        #expect(identity == nil)
    }

    @Test(arguments: [("expired", 10), ("unknown", 20), ("server-only", 26)], [true, false])
    func `a certificate that does not hold is refused, required or not`(
        _ bad: (name: String, result: Int),
        required: Bool
    ) throws {
        var pair = try SessionPair(try serving(required: required), showing: certificates.pair(bad.name))
        pair.shakeHands()
        let isDone = pair.server.isEstablished
        #expect(!isDone)
        #expect(pair.refusal?.category == .verification)
        #expect(pair.refusal?.detail == bad.result, "\(pair.refusal.map { "\($0)" } ?? "")")
    }

    @Test(arguments: TLSVersion.allCases)
    func `a resumed client is as known as before`(version: TLSVersion) throws {
        let context = try serving()
        var first = try SessionPair(context, version: version, showing: certificates.pair("shop"))
        first.shakeHands()
        let kept = first.keep()
        var second = try SessionPair(context, version: version, resuming: kept)
        second.shakeHands()
        let facts = second.server.facts
        let identity = second.server.peerIdentity
        #expect(facts?.isResumed == true)
        #expect(identity?.name == "spiffe://test/shop")
    }

    @Test(arguments: TLSVersion.allCases)
    func `a session is not resumed when other authorities count`(version: TLSVersion) throws {
        let keys = TicketKeys()
        var first = try SessionPair(try serving(keys: keys), version: version, showing: certificates.pair("shop"))
        first.shakeHands()
        let kept = first.keep()
        var second = try SessionPair(try serving("stranger.pem", keys: keys), version: version, resuming: kept)
        second.shakeHands()
        let isDone = second.server.isEstablished
        #expect(!isDone)
        #expect(second.refusal?.category == .noCertificate)
    }

    @Test(arguments: TLSVersion.allCases)
    func `a session without a certificate is not resumed where one became required`(version: TLSVersion) throws {
        let keys = TicketKeys()
        var first = try SessionPair(try serving(required: false, keys: keys), version: version)
        first.shakeHands()
        let kept = first.keep()
        var second = try SessionPair(try serving(keys: keys), version: version, resuming: kept)
        second.shakeHands()
        let isDone = second.server.isEstablished
        #expect(!isDone)
    }

    @Test(arguments: ["nowhere.pem", "authority.key", "good.ocsp"])
    func `a file without authorities is refused by its name`(file: String) {
        let path = certificates.path(file)
        #expect {
            _ = try serving(file)
        } throws: { error in
            guard case .authorities(path, _)? = error as? TLSSetupError else { return false }
            return true
        }
    }

    @Test func `half an authority is none`() throws {
        let whole = String(decoding: try PEMFile.read(certificates.path("authority.pem")), as: UTF8.self)
        let path = certificates.write(whole + "\n" + whole.prefix(whole.count / 2), to: "half.pem")
        #expect {
            _ = try serving("half.pem")
        } throws: { error in
            guard case .authorities(path, _)? = error as? TLSSetupError else { return false }
            return true
        }
    }
}
