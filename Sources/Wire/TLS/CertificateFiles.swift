// Are a certificate's files fit to be served?

import Time

/// The files of one certificate, read and judged; used by `headgate check` and by `TLSContext`.
public struct CertificateFiles: Sendable {
    /// Everything that is wrong, worst first; empty when the pair can be served.
    public let problems: [CertificateProblem]
    /// The names that the certificate is for, lower-case as issued; empty when it could not be read.
    public let names: [String]
    /// The end of its life in seconds since 1970, 0 when it could not be read.
    public let notAfter: Int64

    private init(problems: [CertificateProblem], names: [String] = [], notAfter: Int64 = 0) {
        self.problems = problems
        self.names = names
        self.notAfter = notAfter
    }

    /// Reads the files; an OCSP response is optional. `now` is in seconds since 1970.
    public static func check(
        certificatePath: String,
        keyPath: String,
        ocspPath: String? = nil,
        now: Int64
    ) -> CertificateFiles {
        defer { OpenSSLErrors.clear() }
        var problems: [CertificateProblem] = []
        let certificate = readCertificate(certificatePath, into: &problems)
        let key = readKey(keyPath, into: &problems)
        guard let certificate else { return CertificateFiles(problems: problems) }
        if let key, !key.belongs(to: certificate) {
            problems.append(.mismatch(certificatePath: certificatePath, keyPath: keyPath))
        }
        if certificate.notAfter < now {
            problems.append(.expired(path: certificatePath, notAfter: certificate.notAfter))
        }
        if certificate.notBefore > now {
            problems.append(.notYetValid(path: certificatePath, notBefore: certificate.notBefore))
        }
        if let ocspPath { checkStaple(ocspPath, of: certificate, now: now, into: &problems) }
        return CertificateFiles(
            problems: problems,
            names: certificate.names,
            notAfter: certificate.notAfter
        )
    }

    /// Checks against the wall clock.
    public static func check(certificatePath: String, keyPath: String) -> CertificateFiles {
        check(certificatePath: certificatePath, keyPath: keyPath, now: ClockAnchor.now().unixMicroseconds / 1_000_000)
    }

    private static func checkStaple(
        _ path: String,
        of certificate: borrowing X509Certificate,
        now: Int64,
        into problems: inout [CertificateProblem]
    ) {
        do throws(CertificateProblem) {
            let staple = try Staple(path: path, of: certificate)
            if staple.isRevoked { problems.append(.revoked(path: path)) }
            if staple.end <= now { problems.append(.staleStaple(path: path, end: staple.end)) }
        } catch {
            problems.append(error)
        }
    }

    /// Whether a name, such as a config's `cert` names, is covered by the certificate (RFC 6125, 6.4.3: a wildcard
    /// stands for one whole label).
    public func covers(_ name: String) -> Bool {
        let wanted = name.lowercased()
        return names.contains { issued in
            let issued = issued.lowercased()
            if issued == wanted { return true }
            guard issued.hasPrefix("*."), let dot = wanted.firstIndex(of: "."), dot != wanted.startIndex else {
                return false
            }
            return wanted[dot...] == issued.dropFirst()
        }
    }

    private static func bytes(_ path: String, into problems: inout [CertificateProblem]) -> [UInt8]? {
        do throws(SystemError) {
            return try PEMFile.read(path)
        } catch {
            problems.append(.unreadable(path: path, error))
            return nil
        }
    }

    private static func readCertificate(
        _ path: String,
        into problems: inout [CertificateProblem]
    ) -> X509Certificate? {
        guard let pem = bytes(path, into: &problems) else { return nil }
        if let certificate = X509Certificate(pem: pem) { return certificate }
        problems.append(.noCertificate(path: path, reason: OpenSSLErrors.takeText()))
        return nil
    }

    private static func readKey(_ path: String, into problems: inout [CertificateProblem]) -> PrivateKey? {
        guard let pem = bytes(path, into: &problems) else { return nil }
        if let key = PrivateKey(pem: pem) { return key }
        let reason = OpenSSLErrors.takeText()
        let text = String(decoding: pem, as: UTF8.self)
        let encrypted = text.contains("ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")
        problems.append(encrypted ? .encryptedKey(path: path) : .noKey(path: path, reason: reason))
        return nil
    }
}
