import Bytes
import Testing

@testable import Wire

/// Several certificates for the same names, and sessions that stay with their name.
struct SideBySideTests {
    private let certificates = TestCertificates.shared

    private var both: [TLSCertificate] {
        [
            certificates.entry("default-rsa", for: "default.test", "*"),
            certificates.entry("exact", for: "exact.test"),
            certificates.entry("default", for: "*", "Default.test"),
        ]
    }

    @Test(arguments: [("RSA-PSS+SHA256:RSA+SHA256", "RSA"), ("ECDSA+SHA256", "EC")], TLSVersion.allCases)
    func `the client's signature algorithms choose the certificate`(
        _ offer: (signatures: String, key: String),
        version: TLSVersion
    ) throws {
        var pair = try SessionPair(try TLSContext(certificates: both), version: version)
        pair.offer(signatures: offer.signatures)
        let isDone = pair.shakeHands()
        let key = pair.shownKey
        let index = pair.server.facts?.certificateIndex
        #expect(isDone)
        #expect(key == offer.key)
        #expect(index == 0)
    }

    @Test func `certificates for the same names have one number`() throws {
        let context = try TLSContext(certificates: both)
        let numbers = ["default.test", "exact.test", "other.test"].map { host in
            host.withByteView { context.certificateIndex(forHost: $0) }
        }
        #expect(numbers == [0, 1, nil])
    }

    @Test func `a name that only one of two has is a group of its own`() throws {
        let some = [
            certificates.entry("default-rsa", for: "a.test", "b.test"),
            certificates.entry("default", for: "a.test"),
        ]
        let groups = CertificateGroup.all(of: some)
        #expect(groups.map(\.names) == [["a.test"], ["b.test"]])
        #expect(groups.map(\.entries.count) == [2, 1])
    }

    @Test func `two certificates with the same kind of key for one name are refused`() {
        let twice = [certificates.entry("default", for: "a.test"), certificates.entry("exact", for: "A.test")]
        #expect(throws: TLSSetupError.sameKeyKind(path: certificates.path("exact.pem"))) {
            try TLSContext(certificates: twice)
        }
    }

    // MARK: sessions

    /// RFC 6066, 3: a session is not resumed for another name. It once was, and its request then got 421.
    @Test(arguments: TLSVersion.allCases)
    func `a session is not resumed under another name`(version: TLSVersion) throws {
        let context = try TLSContext(certificates: certificates.three)
        var first = try SessionPair(context, version: version, name: "exact.test")
        first.shakeHands()
        let kept = first.keep()
        var second = try SessionPair(context, version: version, name: "a.wild.test", resuming: kept)
        let isDone = second.shakeHands()
        let facts = second.server.facts
        #expect(isDone)
        #expect(facts?.isResumed == false)
        #expect(facts?.certificateIndex == 2)
    }

    @Test(arguments: TLSVersion.allCases)
    func `a session resumes under its own name, however it is spelled`(version: TLSVersion) throws {
        let context = try TLSContext(certificates: certificates.three)
        var first = try SessionPair(context, version: version, name: "exact.test")
        first.shakeHands()
        let kept = first.keep()
        var second = try SessionPair(context, version: version, name: "EXACT.test", resuming: kept)
        second.shakeHands()
        let facts = second.server.facts
        let name = String(second.server.serverName)
        #expect(facts?.isResumed == true)
        #expect(facts?.certificateIndex == 1)
        #expect(name.lowercased() == "exact.test")
    }

    // MARK: given ticket keys

    /// `test` keeps the files of tests apart that run at the same time.
    private func given(_ names: String..., for test: String) throws -> TLSContext {
        var settings = TLSSettings()
        for (index, name) in names.enumerated() {
            let bytes = [UInt8](repeating: UInt8(name.utf8.first ?? 0), count: 80)
            settings.ticketKeyPaths.append(try certificates.write(bytes, to: "ticket-\(test)-\(name)-\(index)"))
        }
        return try TLSContext(certificates: certificates.three, settings: settings)
    }

    @Test(arguments: TLSVersion.allCases)
    func `two gateways with the same ticket keys resume each other's sessions`(version: TLSVersion) throws {
        var first = try SessionPair(try given("a", "b", for: "shared-\(version)"), version: version)
        first.shakeHands()
        let kept = first.keep()
        var second = try SessionPair(try given("b", "a", for: "shared-\(version)"), version: version, resuming: kept)
        second.shakeHands()
        let facts = second.server.facts
        #expect(facts?.isResumed == true)
    }

    @Test(arguments: TLSVersion.allCases)
    func `a session sealed with a key that is gone is not resumed`(version: TLSVersion) throws {
        var first = try SessionPair(try given("a", "b", for: "gone-\(version)"), version: version)
        first.shakeHands()
        let kept = first.keep()
        var second = try SessionPair(try given("b", for: "gone-\(version)"), version: version, resuming: kept)
        let isDone = second.shakeHands()
        let facts = second.server.facts
        #expect(isDone)
        #expect(facts?.isResumed == false)
    }

    @Test(arguments: [0, 48, 79, 81])
    func `a ticket key has eighty bytes`(count: Int) throws {
        var settings = TLSSettings()
        let path = try certificates.write([UInt8](repeating: 1, count: count), to: "ticket-of-\(count)")
        settings.ticketKeyPaths = [path]
        let reason = "it has \(count) bytes, not 80"
        #expect(throws: TLSSetupError.ticketKey(path: path, reason: reason)) {
            try TLSContext(certificates: certificates.three, settings: settings)
        }
    }
}
