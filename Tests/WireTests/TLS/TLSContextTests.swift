import Bytes
import Testing
import Wire

struct TLSContextTests {
    private let certificates = TestCertificates.shared

    /// Why a listener cannot be set up so.
    private func refusal(
        _ entries: [TLSCertificate]? = nil,
        _ change: (inout TLSSettings) -> Void = { _ in }
    ) -> TLSSetupError? {
        var settings = TLSSettings()
        change(&settings)
        do throws(TLSSetupError) {
            _ = try TLSContext(certificates: entries ?? certificates.three, settings: settings)
            return nil
        } catch {
            return error
        }
    }

    @Test func `good settings are taken`() {
        #expect(refusal() == nil)
        #expect(refusal { $0.groups = ["P-256", "X448", "P-521"] } == nil)
        #expect(refusal { $0.cipherSuites = "TLS_AES_256_GCM_SHA384" } == nil)
    }

    @Test func `a listener needs a certificate`() {
        #expect(refusal([]) == .noCertificates)
    }

    @Test(arguments: ["nonsense", "AES128-SHA", "ECDHE-ECDSA-AES128-SHA256", "AES128-GCM-SHA256", "ALL"])
    func `ciphers without forward secrecy or without AEAD are refused`(list: String) {
        #expect(refusal { $0.cipherList = list } == .cipherList(list))
    }

    @Test func `unknown suites and groups and crossed versions are refused`() {
        #expect(refusal { $0.cipherSuites = "TLS_NULL" } == .cipherSuites("TLS_NULL"))
        #expect(refusal { $0.groups = ["X25519", "P-12"] } == .groups("X25519:P-12"))
        #expect(
            refusal {
                $0.minimumVersion = .tls13
                $0.maximumVersion = .tls12
            } == .versions(minimum: .tls13, maximum: .tls12)
        )
    }

    @Test func `a pair that does not fit is refused by its files' names`() {
        var entry = certificates.entry("exact", for: "exact.test")
        entry.keyPath = certificates.path("default.key")
        #expect(
            refusal([entry])
                == .certificate(.mismatch(certificatePath: entry.certificatePath, keyPath: entry.keyPath))
        )
    }

    @Test func `authorities that are not there are refused by their file's name`() {
        var refusal: TLSSetupError?
        do throws(TLSSetupError) {
            _ = try TLSClientContext(trust: .file("/nowhere/ca.pem"))
        } catch {
            refusal = error
        }
        #expect(refusal?.description.contains("/nowhere/ca.pem") == true)
    }

    @Test func `a host belongs to the certificate that names it`() throws {
        let context = try TLSContext(certificates: certificates.three)
        let indexes = ["exact.test", "a.wild.test", "default.test"].map { host in
            host.withByteView { context.certificateIndex(forHost: $0) }
        }
        #expect(indexes == [1, 2, nil])
    }
}
