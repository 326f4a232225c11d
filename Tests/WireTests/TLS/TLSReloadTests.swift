import Glibc
import Testing

@testable import Wire

struct TLSReloadTests {
    private let certificates = TestCertificates.shared

    /// A pair of files of its own, which a test may change.
    private func copy(_ name: String, as own: String) throws -> TLSCertificate {
        for kind in ["pem", "key"] {
            _ = try certificates.write(try PEMFile.read(certificates.path("\(name).\(kind)")), to: "\(own).\(kind)")
        }
        return certificates.entry(own, for: "*")
    }

    private func shown(_ context: TLSContext) throws -> String? {
        var pair = try SessionPair(context)
        pair.shakeHands()
        return pair.shownName
    }

    @Test func `new sessions see a new certificate and old ones live on`() throws {
        let context = try TLSContext(certificates: [try copy("default", as: "changing")])
        var old = try SessionPair(context)
        old.shakeHands()
        _ = try copy("exact", as: "changing")
        let news = try context.reload().news
        let after = try shown(context)
        let text = old.send("still here")
        #expect(after == "exact.test")
        #expect(text == "still here")
        #expect(news.count == 1)
        #expect(news.first?.description.hasPrefix("certificate of * reloaded, valid until 2") == true)
    }

    @Test func `files that say the same are no news`() throws {
        let context = try TLSContext(certificates: [try copy("default", as: "same")])
        #expect(try context.reload().news.isEmpty)
    }

    @Test(arguments: ["pem", "key"])
    func `a broken file changes nothing`(kind: String) throws {
        let own = "broken-\(kind)"
        let context = try TLSContext(certificates: [try copy("default", as: own)])
        _ = certificates.write("nonsense\n", to: "\(own).\(kind)")
        #expect(throws: TLSSetupError.self) { try context.reload() }
        #expect(try shown(context) == "default.test")
        _ = try copy("exact", as: own)
        try context.reload()
        #expect(try shown(context) == "exact.test")
    }

    @Test func `a pair of which only one half is new changes nothing`() throws {
        let context = try TLSContext(certificates: [try copy("default", as: "half")])
        _ = try certificates.write(try PEMFile.read(certificates.path("exact.pem")), to: "half.pem")
        let (pem, key) = (certificates.path("half.pem"), certificates.path("half.key"))
        #expect(throws: TLSSetupError.certificate(.mismatch(certificatePath: pem, keyPath: key))) {
            try context.reload()
        }
        #expect(try shown(context) == "default.test")
    }

    @Test func `an expired certificate is served from the start, but none is taken in later`() throws {
        let late = try TLSContext(certificates: [certificates.entry("expired", for: "*")])
        #expect(try shown(late) == "late.test")
        #expect(late.warnings.count == 1)
        #expect(try late.reload().news.isEmpty)

        let context = try TLSContext(certificates: [try copy("default", as: "aging")])
        _ = try copy("expired", as: "aging")
        #expect(throws: TLSSetupError.self) { try context.reload() }
        #expect(try shown(context) == "default.test")
    }

    @Test func `changed ticket keys and authorities are taken`() throws {
        var settings = TLSSettings()
        let key = try certificates.write([UInt8](repeating: 1, count: 80), to: "turning.ticket")
        let bundle = try certificates.write(
            try PEMFile.read(certificates.path("authority.pem")),
            to: "turning-authority.pem"
        )
        settings.ticketKeyPaths = [key]
        settings.clientAuthority = TLSClientAuthority(path: bundle)
        let context = try TLSContext(certificates: certificates.three, settings: settings)
        #expect(context.paths.contains(key) && context.paths.contains(bundle))
        _ = try certificates.write([UInt8](repeating: 2, count: 80), to: "turning.ticket")
        #expect(try context.reload().news == [.ticketKeys(paths: [key])])
        _ = try certificates.write(try PEMFile.read(certificates.path("stranger.pem")), to: "turning-authority.pem")
        #expect(try context.reload().news == [.authorities(path: bundle)])
        var pair = try SessionPair(context, showing: certificates.pair("unknown"))
        let isDone = pair.shakeHands()
        #expect(isDone)
    }

    @Test func `a client context reads its certificate again`() throws {
        _ = try copy("shop", as: "client")
        let pair = certificates.pair("client")
        let context = try TLSClientContext(trust: .anyone, certificate: pair)
        #expect(context.paths == [pair.certificatePath, pair.keyPath])
        #expect(try context.reload().news.isEmpty)
        _ = try copy("dns", as: "client")
        #expect(try context.reload().news.count == 1)
        _ = certificates.write("nonsense\n", to: "client.key")
        #expect(throws: TLSSetupError.self) { try context.reload() }
    }

    // MARK: looking

    @Test func `a change is told once, after two looks that agree`() throws {
        let stamps = try (0..<3).map { number in
            FileStamp(path: try certificates.write([UInt8](repeating: 0, count: number), to: "stamp-\(number)"))
        }
        #expect(Set(stamps.map { "\($0 as Any)" }).count == 3)
        var watch = FileWatch(paths: ["x"])
        let looks = [0, 0, 0, 1, 2, 2, 2, 2].map { number in watch.look { _ in stamps[number] } }
        #expect(looks == [false, true, false, false, false, true, false, false])
        #expect([0, 1].map { _ in watch.look { _ in nil } } == [false, true])
    }

    @Test func `a link that is turned to another file is a change`() throws {
        for name in ["one", "two"] { _ = certificates.write("same", to: "link-\(name)") }
        let link = certificates.path("link")
        let first = unsafe symlink("link-one", link)
        let before = FileStamp(path: link)
        let gone = unsafe unlink(link)
        let second = unsafe symlink("link-two", link)
        #expect([first, gone, second] == [0, 0, 0])
        let after = FileStamp(path: link)
        #expect(before != nil && after != nil)
        #expect(before != after)
        #expect(FileStamp(path: certificates.path("nowhere")) == nil)
    }
}
