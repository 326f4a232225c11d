import Testing

@testable import Wire

/// Sessions with upstreams that are taken up again.
struct ClientResumptionTests {
    private let certificates = TestCertificates.shared

    private func dialling(_ version: TLSVersion, _ trust: TLSClientContext.Trust? = nil) throws -> TLSClientContext {
        try TLSClientContext(
            trust: trust ?? .file(certificates.path("default.pem")),
            minimumVersion: version,
            maximumVersion: version
        )
    }

    /// Connects, says a word each way and closes; whether the session was resumed.
    private func visit(
        _ server: TLSContext,
        _ client: TLSClientContext,
        name: String = "default.test",
        abort: Bool = false
    ) -> Bool? {
        var duplex = Duplex(server, client, name: name)
        let hands = duplex.shakeHands()
        guard hands.client.isDone, hands.server.isDone else { return nil }
        _ = duplex.writeClient("ping")
        _ = duplex.readServer()
        _ = duplex.writeServer("pong")
        _ = duplex.readClient()
        let isResumed = duplex.client.tls?.isResumed
        duplex.client.close(&duplex.io, abort: abort)
        return isResumed
    }

    @Test(arguments: TLSVersion.allCases)
    func `the second connection resumes the session of the first, and so on`(version: TLSVersion) throws {
        let server = try TLSContext(certificates: certificates.three)
        let client = try dialling(version)
        #expect((0..<3).map { _ in visit(server, client) } == [false, true, true])
    }

    @Test(arguments: TLSVersion.allCases)
    func `a session is offered only under its name`(version: TLSVersion) throws {
        let server = try TLSContext(certificates: certificates.three)
        let client = try dialling(version, .anyone)
        #expect(visit(server, client) == false)
        #expect(visit(server, client, name: "exact.test") == false)
        #expect(visit(server, client) == true)
    }

    /// RFC 5246, 7.2.1: what was cut off must not be resumed.
    @Test(arguments: TLSVersion.allCases)
    func `a session that was cut off is not kept`(version: TLSVersion) throws {
        let server = try TLSContext(certificates: certificates.three)
        let client = try dialling(version)
        #expect(visit(server, client, abort: true) == false)
        let second = visit(server, client)
        #expect(second != nil)
        if version == .tls12 { #expect(second == false) }
    }

    @Test(arguments: TLSVersion.allCases)
    func `a reload forgets all sessions`(version: TLSVersion) throws {
        let server = try TLSContext(certificates: certificates.three)
        let client = try dialling(version)
        #expect(visit(server, client) == false)
        try client.reload()
        #expect(visit(server, client) == false)
        #expect(visit(server, client) == true)
    }

    @Test(arguments: TLSVersion.allCases)
    func `a server that forgot its keys is spoken to afresh`(version: TLSVersion) throws {
        let client = try dialling(version)
        for _ in 0..<2 { #expect(visit(try TLSContext(certificates: certificates.three), client) == false) }
    }
}
