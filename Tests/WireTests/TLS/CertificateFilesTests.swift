import Testing
import Time
import Wire

struct CertificateFilesTests {
    private let certificates = TestCertificates.shared

    private func check(_ certificate: String, _ key: String, now: Int64? = nil) -> CertificateFiles {
        let (pem, key) = (certificates.path(certificate), certificates.path(key))
        guard let now else { return CertificateFiles.check(certificatePath: pem, keyPath: key) }
        return CertificateFiles.check(certificatePath: pem, keyPath: key, now: now)
    }

    @Test func `a good pair has no problems and tells its names and its end`() {
        let files = check("exact.pem", "exact.key")
        #expect(files.problems.isEmpty)
        #expect(files.names == ["exact.test", "www.exact.test"])
        #expect(check("default.pem", "default.key").names == ["default.test", "127.0.0.1"])
        #expect(files.notAfter > ClockAnchor.now().unixMicroseconds / 1_000_000 + 29 * 86400)
    }

    @Test func `files that are not there are both named`() {
        let files = check("nowhere.pem", "nowhere.key")
        #expect(files.problems.count == 2)
        #expect(files.problems[0].description.contains("nowhere.pem cannot be read: open: No such file or directory"))
    }

    @Test func `a file without a certificate and one without a key are named`() {
        let path = certificates.write("nothing of use\n", to: "empty.pem")
        let files = CertificateFiles.check(certificatePath: path, keyPath: path)
        #expect(
            files.problems == [
                .noCertificate(path: path, reason: "no start line"), .noKey(path: path, reason: "unsupported"),
            ]
        )
    }

    @Test func `a key of another certificate is a mismatch`() {
        let files = check("exact.pem", "wildcard.key")
        #expect(
            files.problems == [
                .mismatch(certificatePath: certificates.path("exact.pem"), keyPath: certificates.path("wildcard.key"))
            ]
        )
    }

    @Test func `a key with a passphrase is called that, and nobody is asked for it`() {
        #expect(
            check("default.pem", "encrypted.key").problems == [.encryptedKey(path: certificates.path("encrypted.key"))]
        )
    }

    @Test func `a certificate has a beginning and an end`() {
        let end = check("exact.pem", "exact.key").notAfter
        let path = certificates.path("exact.pem")
        #expect(check("exact.pem", "exact.key", now: end).problems.isEmpty)
        #expect(check("exact.pem", "exact.key", now: end + 1).problems == [.expired(path: path, notAfter: end)])
        let early = check("exact.pem", "exact.key", now: 0).problems
        #expect(early.count == 1)
        #expect(early.first?.description.contains("is not valid before 20") == true)
    }

    @Test(arguments: [(Int64(0), "1970-01-01"), (951_782_400, "2000-02-29"), (4_102_444_800, "2100-01-01")])
    func `dates are written as dates`(seconds: Int64, date: String) {
        #expect(CertificateProblem.expired(path: "x", notAfter: seconds).description.hasSuffix(date))
    }

    @Test(arguments: [
        ("exact.pem", "EXACT.test", true), ("exact.pem", "a.exact.test", false), ("wildcard.pem", "a.wild.test", true),
        ("wildcard.pem", "a.b.wild.test", false), ("wildcard.pem", "wild.test", false),
        ("wildcard.pem", "*.wild.test", true),
    ])
    func `a certificate covers the names that it was issued for`(file: String, name: String, covers: Bool) {
        let files = check(file, file.split(separator: ".")[0] + ".key")
        #expect(files.covers(name) == covers)
    }
}
