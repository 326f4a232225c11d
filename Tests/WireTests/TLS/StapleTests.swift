import Testing
import Time

@testable import Wire

/// OCSP stapling: RFC 6066, 8; RFC 6960; RFC 8446, 4.4.2.1.
struct StapleTests {
    private let certificates = TestCertificates.shared

    private func entry(_ staple: String, of certificate: String = "stapled") -> TLSCertificate {
        var entry = certificates.entry(certificate, for: "*")
        entry.ocspPath = certificates.path(staple)
        return entry
    }

    /// What a client that asks for a staple gets.
    private func stapled(_ entries: [TLSCertificate], version: TLSVersion = .tls13) throws -> Int? {
        var pair = try SessionPair(try TLSContext(certificates: entries), version: version)
        pair.askForStaple()
        let isDone = pair.shakeHands()
        #expect(isDone)
        return pair.stapledBytes
    }

    private var good: [UInt8] { get throws { try PEMFile.read(certificates.path("good.ocsp")) } }

    @Test(arguments: TLSVersion.allCases)
    func `a fresh response is stapled for a client that asks`(version: TLSVersion) throws {
        #expect(try stapled([entry("good.ocsp")], version: version) == good.count)
        var quiet = try SessionPair(try TLSContext(certificates: [entry("good.ocsp")]), version: version)
        quiet.shakeHands()
        let unasked = quiet.stapledBytes
        #expect(unasked == nil)
    }

    @Test func `each of two certificates has its own staple`() throws {
        let both = [entry("good.ocsp"), certificates.entry("default-rsa", for: "*")]
        for (signatures, isStapled) in [("ECDSA+SHA256", true), ("RSA-PSS+SHA256", false)] {
            var pair = try SessionPair(try TLSContext(certificates: both))
            pair.offer(signatures: signatures)
            pair.askForStaple()
            pair.shakeHands()
            let bytes = pair.stapledBytes
            #expect((bytes != nil) == isStapled)
        }
    }

    @Test func `a response that has ended is not stapled, and said`() throws {
        let context = try TLSContext(certificates: [entry("good.ocsp")])
        let now = ClockAnchor.now().unixMicroseconds / 1_000_000
        #expect(context.warnings.isEmpty)
        let path = certificates.path("good.ocsp")
        let said = context.warnings(now: now + 6 * 86_400)
        guard case .staleStaple(path, let end)? = said.first else {
            Issue.record("\(said)")
            return
        }
        #expect(end > now + 4 * 86_400)

        let old = try Self.aged(good)
        let oldPath = try certificates.write(old, to: "old.ocsp")
        #expect(try stapled([entry("old.ocsp")]) == nil)
        let warnings = try TLSContext(certificates: [entry("old.ocsp")]).warnings
        guard case .staleStaple(oldPath, _)? = warnings.first else {
            Issue.record("\(warnings)")
            return
        }
    }

    /// Nobody checks the signature, so the years of its times can be written back by ten.
    private static func aged(_ response: [UInt8]) throws -> [UInt8] {
        var old = response
        for place in response.indices.dropLast(17) where response[place] == 0x18 && response[place + 1] == 15 {
            if response[place + 2] == 0x32 { old[place + 4] -= 1 }
        }
        return old
    }

    @Test func `a response that says revoked is not stapled, and said`() throws {
        #expect(try stapled([entry("revoked.ocsp")]) == nil)
        let context = try TLSContext(certificates: [entry("revoked.ocsp")])
        #expect(context.warnings == [.revoked(path: certificates.path("revoked.ocsp"))])
    }

    @Test(arguments: ["nowhere.ocsp", "default.pem"])
    func `a file that holds no response is refused`(file: String) {
        #expect(throws: TLSSetupError.self) { try TLSContext(certificates: [entry(file)]) }
    }

    @Test func `a response about another certificate is refused`() {
        let path = certificates.path("good.ocsp")
        #expect(throws: TLSSetupError.certificate(.foreignStaple(path: path))) {
            try TLSContext(certificates: [entry("good.ocsp", of: "default")])
        }
    }

    @Test func `half a response and one with a tail are none`() throws {
        let whole = try good
        for (name, bytes) in [("short.ocsp", whole.dropLast()), ("long.ocsp", whole + [0])] {
            let path = try certificates.write(Array(bytes), to: name)
            #expect(throws: TLSSetupError.certificate(.noStaple(path: path))) {
                try TLSContext(certificates: [entry(name)])
            }
        }
    }
}
